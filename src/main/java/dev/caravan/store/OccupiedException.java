package dev.caravan.store;

/** The destination has an object of this name, and the store was opened so that nothing is overwritten. */
public final class OccupiedException extends StoreException {

    public OccupiedException(String message, int status, String code) {
        super(message, status, code, null);
    }
}
