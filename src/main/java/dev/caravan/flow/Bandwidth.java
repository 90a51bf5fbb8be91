package dev.caravan.flow;

import dev.caravan.job.RateTimetable;
import dev.caravan.progress.Quantities;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A limit that all transfers share: whoever has read bytes waits until they are paid for. */
public final class Bandwidth {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    /** A rate that depends on the time is looked up so often. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RateTimetable own;
    private final Clock clock;
    private RateTimetable other = RateTimetable.NONE;
    private volatile boolean changes;
    private volatile long lookedAt;
    private volatile long bytesPerSecond;
    private long paidUntil = System.nanoTime();

    /**
     * A limit that doesn't depend on the time.
     *
     * @param bytesPerSecond over all transfers together; 0 for no limit
     */
    public Bandwidth(long bytesPerSecond) {
        this(RateTimetable.of(bytesPerSecond));
    }

    /** A limit in this machine's time zone. */
    public Bandwidth(RateTimetable own) {
        this(own, Clock.system(ZoneId.systemDefault()));
    }

    Bandwidth(RateTimetable own, Clock clock) {
        this.own = own;
        this.clock = clock;
        look();
    }

    /** Sets another limit, which counts where it is the lower one. */
    public void limit(RateTimetable limit) {
        synchronized (this) {
            other = limit;
        }
        look();
    }

    private synchronized void look() {
        LocalDateTime time = LocalDateTime.now(clock);
        long first = own.at(time);
        long second = other.at(time);
        long rate = first == 0 ? second : second == 0 ? first : Math.min(first, second);
        boolean told = own.changes() || other.changes();
        if (told && (!changes || rate != bytesPerSecond)) {
            LOG.info(
                    "bandwidth: {} now, at {} in {}",
                    rate == 0 ? "no limit" : Quantities.bytes(rate) + "/s",
                    time.truncatedTo(ChronoUnit.MINUTES).toLocalTime(),
                    clock.getZone());
        }
        bytesPerSecond = rate;
        changes = told;
        lookedAt = System.nanoTime();
    }

    /** Waits until so many bytes more are paid for. */
    public void take(int bytes) throws InterruptedIOException {
        if (changes && System.nanoTime() - lookedAt >= LOOK_NANOS) {
            look();
        }
        long rate = bytesPerSecond;
        if (rate == 0) {
            return;
        }
        long wait = debt(bytes, rate, System.nanoTime());
        if (wait > 0) {
            try {
                TimeUnit.NANOSECONDS.sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for bandwidth");
            }
        }
    }

    /** Returns the limit of this moment, in bytes a second; 0 for none. */
    long now() {
        look();
        return bytesPerSecond;
    }

    /** How long to wait, in nanoseconds, after so many bytes more. Idle time is not saved up. */
    long debt(int bytes, long now) {
        return debt(bytes, bytesPerSecond, now);
    }

    private synchronized long debt(int bytes, long rate, long now) {
        long from = Math.max(paidUntil, now);
        paidUntil = from + (long) (bytes * 1e9 / rate);
        return paidUntil - now;
    }
}
