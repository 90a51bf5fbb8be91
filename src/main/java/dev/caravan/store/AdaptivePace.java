package dev.caravan.store;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Slows all requests to one store while it throttles. Without a rate limit, requests don't wait or lock until the store
 * throttles. Then they pass one by one with a gap, which doubles with every further refusal (once for all concurrent
 * requests) and shrinks with every success.
 */
public final class AdaptivePace {

    /** The pace of a store that nothing slows down, such as one in memory. */
    static final AdaptivePace UNUSED = new AdaptivePace(0);

    static final long FIRST_GAP = TimeUnit.MILLISECONDS.toNanos(2);
    /**
     * The longest gap between two requests. It keeps a store usable that refuses, say, one request in four at any rate.
     */
    static final long LONGEST_GAP = TimeUnit.MILLISECONDS.toNanos(200);
    /** The longest {@code Retry-After} of a store that is obeyed. */
    static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(60);

    private static final long SHORTEST_GAP = TimeUnit.MICROSECONDS.toNanos(50);

    private final Time time;
    // Nanoseconds between two requests while nothing is throttled.
    private final long least;
    // Zero while nothing is throttled. Without throttling, requests read only this value.
    private volatile long gap;
    private long next;
    private long doubledAt;
    private long refusals;
    private final LongAdder requests = new LongAdder();

    /** Creates a pace of {@code requestsPerSecond}, evenly spaced; 0 for no limit. */
    public AdaptivePace(int requestsPerSecond) {
        this(requestsPerSecond, Time.SYSTEM);
    }

    AdaptivePace(int requestsPerSecond, Time time) {
        this.least = requestsPerSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / requestsPerSecond;
        this.time = time;
    }

    /** Waits until the next request may be sent; returns the ticket for {@link #throttled}, 0 without throttling. */
    public long enter() throws InterruptedException {
        requests.increment();
        long apart = Math.max(gap, least);
        if (apart == 0) {
            return 0;
        }
        long wait;
        long ticket;
        synchronized (this) {
            long now = time.nanos();
            long slot = next - now > 0 ? next : now;
            next = slot + apart;
            wait = slot - now;
            ticket = slot;
        }
        if (wait > 0) {
            time.sleep(wait);
        }
        return ticket;
    }

    /** Records an answer without throttling. */
    public void succeeded() {
        if (gap != 0) {
            shrink();
        }
    }

    /**
     * Records a refusal because of the rate.
     *
     * @param ticket of {@link #enter()}
     * @param retryAfterSeconds pause requested by the store; 0 for none
     */
    public synchronized void throttled(long ticket, long retryAfterSeconds) {
        refusals++;
        long now = time.nanos();
        if (gap == 0) {
            gap = Math.max(FIRST_GAP, 2 * least);
            next = now + gap;
            doubledAt = now;
        } else if (ticket != 0 && ticket - doubledAt >= 0) {
            gap = Math.min(gap * 2, Math.max(LONGEST_GAP, 2 * least));
            doubledAt = now;
        }
        if (retryAfterSeconds > 0) {
            long pause = Math.min(TimeUnit.SECONDS.toNanos(Math.min(retryAfterSeconds, LONGEST_PAUSE)), LONGEST_PAUSE);
            if (now + pause - next > 0) {
                next = now + pause;
            }
        }
    }

    /** Returns the current gap in nanoseconds; 0 without throttling. */
    public long gap() {
        return gap;
    }

    /** Returns how many requests the store has refused so far because of their rate. */
    public synchronized long refusals() {
        return refusals;
    }

    /** Returns how many requests were sent or wait. */
    public long requests() {
        return requests.sum();
    }

    private synchronized void shrink() {
        // The rate grows by about a constant with each success that comes at that rate.
        long shorter = gap - gap / 8;
        gap = shorter < Math.max(SHORTEST_GAP, least) ? 0 : shorter;
    }

    /** A clock for tests. */
    interface Time {
        Time SYSTEM = new Time() {};

        default long nanos() {
            return System.nanoTime();
        }

        default void sleep(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    }
}
