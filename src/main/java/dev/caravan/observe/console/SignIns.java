package dev.caravan.observe.console;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Failed sign-ins: each answer to an address is delayed longer than the previous one, and one log line a minute counts
 * them.
 */
final class SignIns {

    private static final Logger LOG = LoggerFactory.getLogger(SignIns.class);
    private static final int MOST_ADDRESSES = 1_000;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int LONGEST_WAIT = 10;

    private final LongSupplier clock;
    private final Duration step;
    private final Map<InetAddress, Failures> failures = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Failures> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    /** The failures of one address. */
    private record Failures(int inARow, long last) {}

    private int untold;
    private long told;

    /** @param step additional delay of each failure; the clock counts nanoseconds */
    SignIns(LongSupplier clock, Duration step) {
        this.clock = clock;
        this.step = step;
        this.told = clock.getAsLong() - MINUTE;
    }

    /** Counts a failure; returns the delay of its answer. */
    synchronized Duration failed(InetAddress from) {
        long now = clock.getAsLong();
        Failures past = failures.get(from);
        int inARow = past == null || now - past.last() > MINUTE ? 1 : past.inARow() + 1;
        failures.put(from, new Failures(inARow, now));
        untold++;
        if (now - told >= MINUTE) {
            LOG.warn("console: failed sign-ins: {}, the latest from {}", untold, from.getHostAddress());
            told = now;
            untold = 0;
        }
        return step.multipliedBy(Math.min(inARow, LONGEST_WAIT));
    }
}
