package dev.caravan.transfer;

/** The service doesn't copy this object; its bytes may still be read and written. Has no cause: routes look for the innermost. */
public final class CopyRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CopyRefusedException(Throwable cause) {
        super("the service doesn't copy the object: " + cause.getMessage());
    }
}
