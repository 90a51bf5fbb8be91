package dev.caravan.queue;

/** The job's queue can't be used as it is named. The message is one line for people. */
public final class QueueException extends Exception {

    private static final long serialVersionUID = 1L;

    QueueException(String message, Throwable cause) {
        super(message, cause);
    }
}
