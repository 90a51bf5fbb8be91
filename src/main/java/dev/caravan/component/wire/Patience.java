package dev.caravan.component.wire;

import dev.caravan.job.Sizes;

/**
 * The limit on waiting for the store in one phase of a request. It counts ticks of the {@link Watchdog}, one a second,
 * rather than time: a suspended process doesn't wait. Only the watchdog's thread uses the counters.
 */
class Patience {

    /** The seconds of waiting over which a body's rate is measured. */
    static final int RATE_SECONDS = 60;

    /** The limit between requests, when nothing is expected. */
    static final Patience UNLIMITED = new Patience();

    /**
     * Counts one second.
     *
     * @param waiting whether a read or write waits for the store now
     * @param moved bytes moved by the connection so far, including a started write
     * @return the exceeded limit, for messages; null if none
     */
    String tick(boolean waiting, long moved) {
        return null;
    }

    /** Returns why the connection was cut; null if it wasn't. */
    String verdict() {
        return null;
    }

    /** Limits the phase to a total time; {@code what} names the event that didn't happen. */
    static Patience within(int millis, String what) {
        return new Patience() {
            private int ticks;

            @Override
            String tick(boolean waiting, long moved) {
                int seconds = wholeSeconds(millis);
                // The first tick may come at once.
                return ++ticks > seconds ? what + " in " + seconds + " s" : null;
            }
        };
    }

    static int wholeSeconds(int millis) {
        return (millis + 999) / 1000;
    }

    /**
     * Demands a minimum rate over each minute of waiting for the store. Time between reads and writes doesn't count:
     * the other side or the bandwidth limit takes it.
     *
     * @param bytesPerSecond 0 for no limit
     * @param moved bytes moved by the connection so far
     * @param verb what the store does: sends or takes
     */
    static Patience rate(long bytesPerSecond, long moved, String verb) {
        if (bytesPerSecond == 0) {
            return UNLIMITED;
        }
        return new Patience() {
            private int waited;
            private long before = moved;

            @Override
            String tick(boolean waiting, long now) {
                if (!waiting || ++waited < RATE_SECONDS) {
                    return null;
                }
                if (now - before < bytesPerSecond * RATE_SECONDS) {
                    return "the store " + verb + " less than " + Sizes.format(bytesPerSecond)
                            + " a second (--min-rate)";
                }
                waited = 0;
                before = now;
                return null;
            }
        };
    }

    static Patience ended(String verdict) {
        return new Patience() {
            @Override
            String verdict() {
                return verdict;
            }
        };
    }
}
