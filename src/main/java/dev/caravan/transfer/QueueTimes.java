package dev.caravan.transfer;

/**
 * When the queue took a message and when it delivered it, both by the queue's own clock, so that the times of two messages may be compared
 * whichever workers receive them.
 *
 * @param sent in epoch milliseconds; 0 where no queue tells
 * @param received the first time, in epoch milliseconds: no work on the message began earlier; 0 where no queue tells
 */
public record QueueTimes(long sent, long received) {

    /** No queue tells. */
    public static final QueueTimes NONE = new QueueTimes(0, 0);
}
