package dev.caravan.store;

/** The store refuses this to these credentials (401, 403). Trying again at once won't help. */
public final class DeniedException extends StoreException {

    private final boolean ofCaller;

    public DeniedException(String message, int status, String code, Throwable cause) {
        this(message, status, code, cause, false);
    }

    private DeniedException(String message, int status, String code, Throwable cause, boolean ofCaller) {
        super(message, status, code, cause);
        this.ofCaller = ofCaller;
    }

    /** The store doesn't accept the credentials themselves: unknown, expired, wrongly signed, or none. */
    public static DeniedException ofCaller(String message, int status, String code, Throwable cause) {
        return new DeniedException(message, status, code, cause, true);
    }

    /** Whether whoever asks is refused, whatever is asked: that says nothing about the object, and may be mended. */
    public boolean ofCaller() {
        return ofCaller;
    }
}
