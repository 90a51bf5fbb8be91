package dev.caravan.store;

/**
 * Signals that the store rejects or doesn't confirm the checksum of the content. Later content has another form; this
 * content must be read and sent again.
 */
public final class SendAgainException extends TransientException {

    public SendAgainException(String message, int status, String code, Throwable cause) {
        super(message, status, code, cause);
    }
}
