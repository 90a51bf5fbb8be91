package dev.caravan.store;

/** The store asks for fewer requests (503 SlowDown, 429). Back off, then try again. */
public final class ThrottledException extends StoreException {

    private static final long serialVersionUID = 1L;

    public ThrottledException(String message, int status, String code, Throwable cause) {
        super(message, status, code, cause);
    }
}
