package dev.caravan.store;

/** Signals an archived object that must be restored first (403 InvalidObjectState). */
public final class ArchivedException extends StoreException {

    public ArchivedException(String message, int status, String code) {
        super(message, status, code, null);
    }
}
