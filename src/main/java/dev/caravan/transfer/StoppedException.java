package dev.caravan.transfer;

/** The run was stopped while an object was on its way. The next run finds it again. */
public final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoppedException() {
        super("the run was stopped");
    }
}
