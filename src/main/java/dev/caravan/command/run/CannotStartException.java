package dev.caravan.command.run;

/** The job is well-formed, but the run can't begin. One line says what is wrong, where, and what to do. */
public final class CannotStartException extends Exception {

    private final int exitCode;

    /** What a store, a service or this machine refuses; it may be otherwise the next time. */
    public CannotStartException(String message, Throwable cause) {
        this(message, cause, ExitCode.RUN_FAILED);
    }

    private CannotStartException(String message, Throwable cause, int exitCode) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** A file or a setting of this machine is wrong, and stays so until somebody changes it. */
    static CannotStartException configuration(String message, Throwable cause) {
        return new CannotStartException(message, cause, ExitCode.CONFIGURATION);
    }

    int exitCode() {
        return exitCode;
    }
}
