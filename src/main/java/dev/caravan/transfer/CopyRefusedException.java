package dev.caravan.transfer;

/**
 * Signals an object that the service doesn't copy, though streaming may work. Has no cause, since routes look at the
 * innermost exception.
 */
public final class CopyRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CopyRefusedException(Throwable cause) {
        super("the service doesn't copy the object: " + cause.getMessage());
    }
}
