package dev.caravan.store;

/** The store asks for fewer requests (503 SlowDown, 429). Back off, then try again. */
public final class ThrottledException extends StoreException {

    public ThrottledException(String message, int status, String code) {
        super(message, status, code, null);
    }
}
