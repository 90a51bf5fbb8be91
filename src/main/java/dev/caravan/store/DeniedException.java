package dev.caravan.store;

/** Signals that the store denies access to these credentials (401, 403). An immediate retry doesn't help. */
public final class DeniedException extends StoreException {

    private final boolean ofCaller;

    public DeniedException(String message, int status, String code) {
        this(message, status, code, null, false);
    }

    private DeniedException(String message, int status, String code, Throwable cause, boolean ofCaller) {
        super(message, status, code, cause);
        this.ofCaller = ofCaller;
    }

    /** Creates a denial of the credentials themselves: unknown, expired, wrongly signed or missing. */
    public static DeniedException ofCaller(String message, int status, String code) {
        return ofCaller(message, status, code, null);
    }

    public static DeniedException ofCaller(String message, int status, String code, Throwable cause) {
        return new DeniedException(message, status, code, cause, true);
    }

    /** Returns the same denial with a hint at the end of its message. */
    public DeniedException with(String hint) {
        return new DeniedException(getMessage() + hint, status(), code(), this, ofCaller);
    }

    /** Returns whether the store denies every request of the caller. This isn't about the object, and can be solved. */
    public boolean ofCaller() {
        return ofCaller;
    }
}
