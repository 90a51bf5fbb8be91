package dev.caravan.store;

/** Signals that the store doesn't have the upload: it was completed or aborted. It says nothing about an object. */
public final class UploadGoneException extends StoreException {

    public UploadGoneException(String message, int status, String code) {
        super(message, status, code, null);
    }
}
