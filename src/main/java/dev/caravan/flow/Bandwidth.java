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

/** A bandwidth limit shared by all transfers: a thread waits after each read. */
public final class Bandwidth {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.copy");

    /** The interval for looking up a rate that depends on the time. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RateTimetable own;
    private final Clock clock;
    private RateTimetable other = RateTimetable.NONE;
    private volatile boolean changes;
    private volatile long lookedAt;
    private volatile long bytesPerSecond;
    private long paidUntil = System.nanoTime();

    /** Creates a limit by this machine's local time. */
    public Bandwidth(RateTimetable own) {
        this(own, Clock.system(ZoneId.systemDefault()));
    }

    Bandwidth(RateTimetable own, Clock clock) {
        this.own = own;
        this.clock = clock;
        look();
    }

    /** Sets an additional limit; the lower one applies. */
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

    /** Waits as long as this many bytes take. */
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

    /** Returns the current limit in bytes per second; 0 for none. */
    long now() {
        look();
        return bytesPerSecond;
    }

    /** Returns the wait in nanoseconds after this many bytes. Idle time isn't saved up. */
    synchronized long debt(int bytes, long rate, long now) {
        long from = Math.max(paidUntil, now);
        paidUntil = from + (long) (bytes * 1e9 / rate);
        return paidUntil - now;
    }
}
