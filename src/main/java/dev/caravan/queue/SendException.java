package dev.caravan.queue;

import dev.caravan.job.Printable;

/** Signals messages that the queue didn't take. The one-line message names the first key. */
public final class SendException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Describes the failure of these messages.
     *
     * @param failure of the request; null if the queue answered. It isn't the cause, since Camel searches causes for
     *     onException and would repeat what must fail here
     */
    SendException(String key, int messages, String why, Throwable failure) {
        super("the queue took " + (messages == 1 ? "no message of " : "none of " + messages + " messages from ")
                + Printable.quoted(key) + " on: " + Printable.of(why));
        if (failure != null) {
            addSuppressed(failure);
        }
    }
}
