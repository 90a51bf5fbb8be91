package dev.caravan.message;

/** What came from the queue is no message. It says what is wrong with it, and nothing of its text. */
public final class InvalidMessageException extends RuntimeException {

    public InvalidMessageException(String message) {
        super(message);
    }
}
