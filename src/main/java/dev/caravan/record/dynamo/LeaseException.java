package dev.caravan.record.dynamo;

/** A comparison must not begin, or not go on, because its lease can't be had or kept. The message is one line for people. */
public final class LeaseException extends Exception {

    private static final long serialVersionUID = 1L;

    LeaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
