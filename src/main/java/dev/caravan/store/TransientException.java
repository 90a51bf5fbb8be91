package dev.caravan.store;

/** No answer, a broken stream, a digest that does not agree, or the store's own fault (5xx). Try again later. */
public final class TransientException extends StoreException {

    private static final long serialVersionUID = 1L;

    public TransientException(String message, int status, String code, Throwable cause) {
        super(message, status, code, cause);
    }
}
