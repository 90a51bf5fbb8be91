package dev.caravan.command;

/** The job is well-formed, but what it names isn't: a bucket, a list, a route file. One line says what and where. */
final class CannotStartException extends Exception {

    private static final long serialVersionUID = 1L;

    CannotStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
