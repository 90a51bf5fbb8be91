package dev.caravan.queue;

import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Protects the queue while nothing succeeds: a message can be received a few times only, so an hour without a store
 * would send all messages to the dead letters. After a number of failures in a row, one message is tried after each
 * growing pause until one succeeds.
 */
public final class Fuse {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");
    private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toNanos(1);

    private final IntSupplier limit;
    private final LongSupplier nanos;
    private int failures;
    private long pause;
    private long until;
    private boolean trying;
    private String reason = "";

    /** Creates a fuse that blows after {@code limit} failures in a row, at least 1; {@code nanos} is a clock. */
    Fuse(IntSupplier limit, LongSupplier nanos) {
        this.limit = limit;
        this.nanos = nanos;
    }

    /** Returns how many messages may be received now: {@code most}, or once blown 1 after each pause and else 0. */
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

    /** Records that there was no message to try. */
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

    public synchronized int failures() {
        return failures;
    }

    /** Returns when the next message is tried, and why only then; empty while intact. */
    public synchronized String whyHeld() {
        if (pause == 0) {
            return "";
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(Math.max(0, until - nanos.getAsLong()) + 999_999_999);
        return (trying || seconds == 0 ? "next try now: " : "next try in " + seconds + " s: ") + reason;
    }

    synchronized boolean isBlown() {
        return pause > 0;
    }

    /** Counts a failure whose cause isn't the message. */
    synchronized void failed(String why) {
        failures++;
        if (failures < limit.getAsInt() || (pause > 0 && !trying)) {
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
