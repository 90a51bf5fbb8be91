package dev.caravan.component.wire;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Decides whether idle connections are used again. Some proxies, such as tinyproxy, close every connection after one
 * answer without announcing it, so each reuse costs a request. If the first few reused connections are closed without
 * an answer, only one in a minute is tried again, until one is answered. Thread-safe.
 */
final class KeepAlive {

    /** The number of closed connections after which the next requests use new ones. */
    private static final int MOST_CLOSED = 3;

    private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicLong lastTrial = new AtomicLong();
    private volatile boolean proved;

    KeepAlive(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Returns whether the next request may use an idle connection. */
    boolean allowsReuse() {
        if (proved || closed.get() < MOST_CLOSED) {
            return true;
        }
        long now = nanoTime.getAsLong();
        long last = lastTrial.get();
        return now - last >= PAUSE && lastTrial.compareAndSet(last, now);
    }

    /** Records an answer on a reused connection. */
    void answered() {
        if (!proved) {
            proved = true;
        }
    }

    /** Records that a reused connection was closed without an answer. */
    void closed() {
        if (!proved) {
            lastTrial.set(nanoTime.getAsLong());
            closed.incrementAndGet();
        }
    }
}
