package dev.caravan.store;

/** No answer, a broken stream, a digest that does not agree, or the store's own fault (5xx). Try again later. */
public sealed class TransientException extends StoreException
        permits DigestException, ContentMismatchException, SendAgainException, NotFoundException {

    public TransientException(String message, int status, String code, Throwable cause) {
        super(message, status, code, cause);
    }

    /** A failure without an answer of a store. */
    public TransientException(String message) {
        this(message, 0, "", null);
    }
}
