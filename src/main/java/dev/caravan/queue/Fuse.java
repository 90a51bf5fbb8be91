package dev.caravan.queue;

import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a worker from using up the queue while nothing succeeds: every message may be received a few times only, and a store that is away for
 * an hour would send them all to the dead letters. Once as many messages in a row have failed as the fuse stands, one is tried
 * after a pause, and the next after a longer one, until one succeeds.
 */
final class Fuse {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");
    private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toNanos(1);

    private final IntSupplier stands;
    private final LongSupplier nanos;
    private int failures;
    private long pause;
    private long until;
    private boolean trying;
    private String reason = "";

    /**
     * Whole.
     *
     * @param stands so many failures in a row, at least 1
     * @param nanos the time, in nanoseconds
     */
    Fuse(IntSupplier stands, LongSupplier nanos) {
        this.stands = stands;
        this.nanos = nanos;
    }

    /**
     * How many messages may be received now.
     *
     * @param most at least 1
     * @return {@code most} while it is whole; else 1 at the end of a pause, and 0 until that one has ended
     */
    synchronized int allows(int most) {
        if (pause == 0) {
            return most;
        }
        if (trying || nanos.getAsLong() - until < 0) {
            return 0;
        }
        trying = true;
        return 1;
    }

    /** There was no message to try it with. */
    synchronized void untried() {
        trying = false;
    }

    synchronized void succeeded() {
        if (pause > 0) {
            LOG.info("messages succeed again");
        }
        failures = 0;
        pause = 0;
        trying = false;
    }

    /** Returns how many messages in a row have failed. */
    synchronized int failures() {
        return failures;
    }

    /** Returns when the next message is tried, and why only then; empty while it is whole. */
    synchronized String whyHeld() {
        if (pause == 0) {
            return "";
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(Math.max(0, until - nanos.getAsLong()) + 999_999_999);
        return (trying || seconds == 0 ? "next try now: " : "next try in " + seconds + " s: ") + reason;
    }

    /** Whether as many messages in a row have failed as it stands. */
    synchronized boolean isBlown() {
        return pause > 0;
    }

    /** A message failed for a reason that isn't its own. */
    synchronized void failed(String why) {
        failures++;
        if (failures < stands.getAsInt() || (pause > 0 && !trying)) {
            return;
        }
        pause = pause == 0 ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, 2 * pause);
        until = nanos.getAsLong() + pause;
        reason = why;
        trying = false;
        LOG.warn(
                "{} messages in a row failed, the next one is tried in {} s: {}",
                failures,
                TimeUnit.NANOSECONDS.toSeconds(pause),
                why);
    }
}
