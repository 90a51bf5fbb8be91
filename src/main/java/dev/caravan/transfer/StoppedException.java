package dev.caravan.transfer;

/** The run was stopped while an object was on its way. The next run finds it again. */
final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoppedException() {
        super("the run was stopped");
    }
}
