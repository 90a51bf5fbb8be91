package dev.caravan.store;

/** Signals throttling (503 SlowDown, 429). Back off, then retry. */
public final class ThrottledException extends StoreException {

    public ThrottledException(String message, int status, String code) {
        super(message, status, code, null);
    }
}
