package dev.caravan.store;

/**
 * The store does not take, or does not confirm, the checksum that came with the content. From now on content has another form:
 * the same content has to be read and sent again.
 */
public final class SendAgainException extends TransientException {

    public SendAgainException(String message, int status, String code, Throwable cause) {
        super(message, status, code, cause);
    }
}
