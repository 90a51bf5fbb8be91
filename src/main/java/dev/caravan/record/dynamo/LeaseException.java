package dev.caravan.record.dynamo;

/**
 * Signals a lease that can't be taken or kept, so that the comparison must not begin or continue. The message is one
 * line.
 */
public final class LeaseException extends Exception {

    private static final long serialVersionUID = 1L;

    LeaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
