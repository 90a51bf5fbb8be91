package dev.caravan.local;

/** A state failed with one of the names that the Amazon States Language gives to errors. */
final class StateFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final String error;
    private final String reason;

    StateFailure(String error, String reason) {
        super(error + ": " + reason);
        this.error = error;
        this.reason = reason;
    }

    /** Nothing catches it, States.ALL included: a mistake of the definition or of the input. */
    static StateFailure runtime(String reason) {
        return new StateFailure("States.Runtime", reason);
    }

    String error() {
        return error;
    }

    String reason() {
        return reason;
    }

    boolean catchable() {
        return !error.equals("States.Runtime") && !error.equals("States.DataLimitExceeded");
    }
}
