package dev.caravan.store;

/** The store itself says that it doesn't have the upload: somebody completed or aborted it. It says nothing about an object. */
public final class UploadGoneException extends StoreException {

    public UploadGoneException(String message, int status, String code) {
        super(message, status, code, null);
    }
}
