package dev.caravan.message;

/** Signals a text from the queue that is no message. Names the problem without showing the text. */
public final class InvalidMessageException extends RuntimeException {

    public InvalidMessageException(String message) {
        super(message);
    }
}
