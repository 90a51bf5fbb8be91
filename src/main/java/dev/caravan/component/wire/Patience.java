package dev.caravan.component.wire;

import dev.caravan.job.Sizes;

/**
 * How long a connection waits for the store in one phase of a request. It counts the ticks of the {@link Watchdog}, one a
 * second, rather than time: a process that stood still has not been waiting. Only the watchdog's thread uses the counters.
 */
abstract class Patience {

    /** Over how many seconds of waiting the rate of a body is measured. */
    static final int RATE_SECONDS = 60;

    /** Between requests: nothing is expected. */
    static final Patience UNLIMITED = new Patience() {
        @Override
        String tick(boolean waiting, long moved) {
            return null;
        }
    };

    /**
     * Counts one second.
     *
     * @param waiting whether a read or a write waits for the store now
     * @param moved bytes that the connection has moved so far, with those of a write that has begun
     * @return what is too slow, for people; null while all is well
     */
    abstract String tick(boolean waiting, long moved);

    /** Why the connection was cut; null as long as it wasn't. */
    String verdict() {
        return null;
    }

    /**
     * So many seconds in all.
     *
     * @param verdict what is said when they are over
     */
    static Patience seconds(int seconds, String verdict) {
        return new Patience() {
            private int ticks;

            @Override
            String tick(boolean waiting, long moved) {
                // The first tick may come at once.
                return ++ticks > seconds ? verdict : null;
            }
        };
    }

    /**
     * So much time in all.
     *
     * @param what didn't happen, for the verdict
     */
    static Patience within(int millis, String what) {
        int seconds = wholeSeconds(millis);
        return seconds(seconds, what + " in " + seconds + " s");
    }

    static int wholeSeconds(int millis) {
        return (millis + 999) / 1000;
    }

    /**
     * A least rate, over each minute that the connection spends waiting for the store. The time between reads and
     * writes doesn't count: it is the time of the other side, or of the limit on bandwidth.
     *
     * @param bytesPerSecond 0 for no limit
     * @param moved bytes that the connection has moved so far
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

    /** Patience that is at its end. */
    static Patience ended(String verdict) {
        return new Patience() {
            @Override
            String tick(boolean waiting, long moved) {
                return null;
            }

            @Override
            String verdict() {
                return verdict;
            }
        };
    }
}
