package dev.caravan.queue;

import dev.caravan.job.Printable;

/** Messages that the queue didn't take. The message is one line for people that names the first of their keys. */
public final class SendException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of these messages.
     *
     * @param failure of the request; null where the queue answered. Kept beside, not as the cause: Camel looks through causes for
     *     what an onException names, and would repeat what must fail here
     */
    SendException(String key, int messages, String why, Throwable failure) {
        super("the queue took " + (messages == 1 ? "no message of " : "none of " + messages + " messages from ")
                + Printable.quoted(key) + " on: " + Printable.of(why));
        if (failure != null) {
            addSuppressed(failure);
        }
    }
}
