package dev.caravan.command.run;

import dev.caravan.progress.Quantities;
import dev.caravan.record.Comparison;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** The messages of earlier comparisons and of events that may still wait when a comparison is due. */
final class Backlog {

    /** The possible age of the queue's count (Amazon SQS API Reference, GetQueueAttributes: about a minute). */
    private static final long COUNTED_WITHIN = Duration.ofMinutes(2).toMillis();

    private final LongSupplier onQueue;
    private final long lastSent;
    private long count;
    private boolean recent;

    /** Reads the queue's count, which is approximate, and -1 if it is unknown. */
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

    long count() {
        return count;
    }

    boolean mayWait() {
        return count != 0 || recent;
    }

    /** Returns whether messages are known to wait, or were queued so recently that the count may lack them. */
    boolean isBusy() {
        return count > 0 || (count == 0 && recent);
    }

    /** Waits until the queue is empty, the time is over, or the finder is stopped. */
    void awaitEmpty(Duration atMost, Duration look, Stop stop) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while (isBusy() && System.nanoTime() < until && !stop.await(look)) {
            look();
        }
    }

    String words() {
        if (count > 0) {
            return "the queue holds about " + Quantities.count(count) + " messages";
        }
        return count < 0
                ? "the queue doesn't report its number of messages"
                : "the last comparison ended so recently that the queue may not count its messages yet";
    }
}
