package dev.caravan.transfer;

/**
 * The times of a message by the queue: when it accepted the message and when it delivered it. Both times are of the queue's own clock, so that the times of two
 * messages may be compared whichever workers receive them.
 *
 * @param sent in epoch milliseconds; 0 where no queue tells
 * @param received the first time, in epoch milliseconds: no work on the message began earlier; 0 where no queue tells
 * @param laidAside whether a worker has moved it to the dead-letter queue before, and somebody has moved it back
 */
public record QueueTimes(long sent, long received, boolean laidAside) {

    /** No queue tells. */
    public static final QueueTimes NONE = new QueueTimes(0, 0);

    /** A message that was never a dead letter. */
    public QueueTimes(long sent, long received) {
        this(sent, received, false);
    }
}
