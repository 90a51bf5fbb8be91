package dev.caravan.store;

/** Signals an object at the destination that the protected store doesn't overwrite. */
public final class OccupiedException extends StoreException {

    public OccupiedException(String message, int status, String code) {
        super(message, status, code, null);
    }
}
