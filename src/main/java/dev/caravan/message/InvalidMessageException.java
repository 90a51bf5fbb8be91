package dev.caravan.message;

/** Signals a text from the queue that is no message. Says what is wrong without showing the text. */
public final class InvalidMessageException extends RuntimeException {

    public InvalidMessageException(String message) {
        super(message);
    }
}
