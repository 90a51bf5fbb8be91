package dev.caravan.command;

/** Why the routes can't start, in one line: the file and the place where Camel tells it, and the reason. */
final class RouteProblem {

    private RouteProblem() {}

    static String of(Throwable failure) {
        StringBuilder line = new StringBuilder("the routes can't start");
        String said = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            // A wrapping exception often repeats what it wraps.
            if (message != null && !message.isBlank() && !said.contains(message)) {
                line.append(": ").append(message.strip());
                said = line.toString();
            }
        }
        return line.toString();
    }
}
