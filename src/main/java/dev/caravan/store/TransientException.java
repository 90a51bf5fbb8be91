package dev.caravan.store;

/** Signals a missing answer, a broken stream, a wrong digest, or the store's own fault (5xx). Retry later. */
public sealed class TransientException extends StoreException
        permits DigestException, ContentMismatchException, SendAgainException, NotFoundException {

    public TransientException(String message, int status, String code, Throwable cause) {
        super(message, status, code, cause);
    }

    public TransientException(String message, int status, String code) {
        this(message, status, code, null);
    }

    /** Creates a failure without an answer. */
    public TransientException(String message) {
        this(message, 0, "");
    }
}
