package dev.caravan.command.run;

import dev.caravan.progress.Quantities;
import dev.caravan.record.Comparison;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The messages that may still wait when a comparison is due: those of earlier comparisons, and those of events. */
final class Backlog {

    /** The queue's count may be so old (Amazon SQS API Reference, GetQueueAttributes: about a minute after the last message was sent). */
    private static final long COUNTED_WITHIN = Duration.ofMinutes(2).toMillis();

    private final LongSupplier onQueue;
    private final long lastSent;
    private long count;
    private boolean recent;

    /**
     * Looks at the queue.
     *
     * @param onQueue returns how many messages the queue holds, approximately; -1 where that isn't known
     * @param earlier the comparisons before, the newest first
     */
    Backlog(LongSupplier onQueue, List<Comparison> earlier) {
        this.onQueue = onQueue;
        this.lastSent = earlier.stream()
                .filter(one -> one.queued() + one.deletes() > 0)
                .mapToLong(Comparison::updated)
                .max()
                .orElse(0);
        look();
    }

    private void look() {
        count = onQueue.getAsLong();
        recent = System.currentTimeMillis() - lastSent < COUNTED_WITHIN;
    }

    /** Returns how many messages the queue holds, approximately; -1 where that isn't known. */
    long count() {
        return count;
    }

    /** Returns whether messages may still wait. */
    boolean mayWait() {
        return count != 0 || recent;
    }

    /** Returns whether it is known that messages wait, or that the queue has taken some so shortly before that its count may lack them. */
    boolean isBusy() {
        return count > 0 || (count == 0 && recent);
    }

    /** Waits until the queue is empty, the time is over, or somebody stops the finder. */
    void awaitEmpty(Duration atMost, Duration look, CountDownLatch stop) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while (isBusy() && System.nanoTime() < until && !stop.await(look.toNanos(), TimeUnit.NANOSECONDS)) {
            look();
        }
    }

    /** Returns why messages may wait, in words. */
    String words() {
        if (count > 0) {
            return "the queue holds about " + Quantities.count(count) + " messages";
        }
        return count < 0
                ? "the queue doesn't tell how many messages it holds"
                : "the last comparison has ended so shortly before that the queue may not count its messages yet";
    }
}
