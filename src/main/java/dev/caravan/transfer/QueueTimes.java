package dev.caravan.transfer;

/**
 * The times of a message by the queue's clock, comparable between messages and workers.
 *
 * @param sent when the queue accepted it, in epoch milliseconds; 0 if unknown
 * @param received first delivery, in epoch milliseconds: no work on it began earlier; 0 if unknown
 * @param laidAside whether it came back from the dead-letter queue
 */
public record QueueTimes(long sent, long received, boolean laidAside) {

    public static final QueueTimes NONE = new QueueTimes(0, 0);

    /** Times of a message that was never a dead letter. */
    public QueueTimes(long sent, long received) {
        this(sent, received, false);
    }
}
