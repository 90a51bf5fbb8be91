package dev.caravan.observe.console;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sign-ins that failed: each of an address is answered later than the one before, and a line a minute counts them all. */
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

    /** Of one address. */
    private static final class Failures {
        private int inARow;
        private long last;
    }

    private int untold;
    private long told;

    /**
     * @param clock in nanoseconds
     * @param step by how much longer each failure takes than the one before
     */
    SignIns(LongSupplier clock, Duration step) {
        this.clock = clock;
        this.step = step;
        this.told = clock.getAsLong() - MINUTE;
    }

    /** Counts a failure. Returns how long to wait before it is answered. */
    synchronized Duration failed(InetAddress from) {
        long now = clock.getAsLong();
        Failures past = failures.computeIfAbsent(from, address -> new Failures());
        if (now - past.last > MINUTE) {
            past.inARow = 0;
        }
        past.last = now;
        past.inARow++;
        untold++;
        if (now - told >= MINUTE) {
            LOG.warn("console: failed sign-ins: {}, the latest from {}", untold, from.getHostAddress());
            told = now;
            untold = 0;
        }
        return step.multipliedBy(Math.min(past.inARow, LONGEST_WAIT));
    }
}
