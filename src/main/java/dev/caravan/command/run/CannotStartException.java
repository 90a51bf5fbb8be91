package dev.caravan.command.run;

/** Signals a valid job that can't start. The one-line message says what is wrong, where, and what to do. */
public final class CannotStartException extends Exception {

    private final int exitCode;

    /** Describes a refusal by a store, a service or this machine, which may pass. */
    public CannotStartException(String message, Throwable cause) {
        this(message, cause, ExitCode.RUN_FAILED);
    }

    private CannotStartException(String message, Throwable cause, int exitCode) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Describes a wrong setting of this machine, which must be changed. */
    static CannotStartException configuration(String message) {
        return configuration(message, null);
    }

    /** Describes a wrong file or setting of this machine, which must be changed. */
    static CannotStartException configuration(String message, Throwable cause) {
        return new CannotStartException(message, cause, ExitCode.CONFIGURATION);
    }

    int exitCode() {
        return exitCode;
    }
}
