package dev.caravan.local;

/** The failure of a state, with an error name of the Amazon States Language. */
final class StateFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final String error;
    private final String reason;

    StateFailure(String error, String reason) {
        super(error + ": " + reason);
        this.error = error;
        this.reason = reason;
    }

    /** Returns the failure for an error in the definition or the input. No Catch applies to it, not even States.ALL. */
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
