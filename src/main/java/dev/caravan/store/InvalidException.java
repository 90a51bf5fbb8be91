package dev.caravan.store;

/** The request can't succeed as it stands: no such bucket, wrong region, a key too long (other 4xx). */
public final class InvalidException extends StoreException {

    private static final long serialVersionUID = 1L;

    public InvalidException(String message, int status, String code, Throwable cause) {
        super(message, status, code, cause);
    }
}
