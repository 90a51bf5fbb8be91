package dev.caravan.queue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs ignored events at most once a minute: a bucket may send thousands per second outside this job. */
final class IgnoredEvents {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");
    private static final long INTERVAL = TimeUnit.MINUTES.toNanos(1);

    private final AtomicLong ignored = new AtomicLong();
    private final AtomicLong told = new AtomicLong(System.nanoTime() - INTERVAL);

    void note(List<String> notes) {
        if (notes.isEmpty()) {
            return;
        }
        long count = ignored.addAndGet(notes.size());
        long last = told.get();
        long now = System.nanoTime();
        if (now - last >= INTERVAL && told.compareAndSet(last, now)) {
            LOG.info("{} ({} ignored so far)", notes.get(0), count);
        }
    }
}
