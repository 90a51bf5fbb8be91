package dev.caravan.verify;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often a read is tried that fails for a while, and how long to wait in between: twice as long each time, of which a random half
 * is left out.
 *
 * @param most at least 1
 * @param first the wait after the first failure
 * @param longest no wait is longer
 */
public record Attempts(int most, Duration first, Duration longest) {

    /** Waits after so many failures in a row, at least 1. */
    void pause(int failures) throws InterruptedException {
        long full = Math.min(longest.toMillis(), first.toMillis() << Math.min(failures - 1, 20));
        Thread.sleep(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }
}
