package dev.caravan.store;

/** The object or the upload isn't there (404). Nothing is left to be moved. */
public final class GoneException extends StoreException {

    private static final long serialVersionUID = 1L;

    public GoneException(String message, int status, String code, Throwable cause) {
        super(message, status, code, cause);
    }
}
