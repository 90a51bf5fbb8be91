package dev.caravan.observe.meters;

import dev.caravan.queue.QueueDepth;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queue's depth, read on request at most every 15 seconds. */
public final class QueueLag {

    private static final Logger LOG = LoggerFactory.getLogger(QueueLag.class);
    private static final long FRESH = Duration.ofSeconds(15).toNanos();

    private final Callable<QueueDepth> depth;
    private QueueDepth known;
    private long asked;

    public QueueLag(Callable<QueueDepth> depth) {
        this.depth = depth;
    }

    /** Returns the depth; null if unavailable. */
    synchronized QueueDepth now() {
        if (asked == 0 || System.nanoTime() - asked > FRESH) {
            try {
                known = depth.call();
            } catch (Exception e) {
                known = null;
                LOG.debug("the queue's depth isn't known: {}", String.valueOf(e.getMessage()));
            }
            // After the answer: who waited for a slow one doesn't ask again at once.
            asked = System.nanoTime();
        }
        return known;
    }
}
