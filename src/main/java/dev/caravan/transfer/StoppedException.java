package dev.caravan.transfer;

/** Signals that the run was stopped during a transfer. The next run finds the object again. */
public final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoppedException() {
        super("the run was stopped");
    }
}
