package dev.caravan.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How often a request is tried, and how long to wait in between: twice as long each time, of which a random half is left
 * out so that many requests that failed together don't come back together.
 *
 * @param attempts at least 1
 * @param first the wait after the first failure
 * @param longest no wait is longer
 */
public record Backoff(int attempts, Duration first, Duration longest) {

    /** Eight attempts over some 45 to 90 seconds: longer than a store takes to shed load or to move a partition. */
    public static final Backoff LISTING = new Backoff(8, Duration.ofSeconds(1), Duration.ofSeconds(30));

    /** Waits after so many failures in a row, at least 1. */
    public void pause(int failures) throws InterruptedException {
        Thread.sleep(millis(failures));
    }

    /** Returns the wait in milliseconds after so many failures in a row, at least 1. */
    public long millis(int failures) {
        long full = Math.min(longest.toMillis(), first.toMillis() << Math.min(failures - 1, 20));
        return full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1);
    }

    /**
     * Makes a request, and repeats it while it is throttled or fails for a passing reason. Throws the last failure.
     *
     * @param <T> what the request answers
     * @param failed is told each failure after which the request is repeated
     */
    public <T> T repeat(Supplier<T> request, Consumer<StoreException> failed) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                return request.get();
            } catch (ThrottledException | TransientException e) {
                if (failures >= attempts) {
                    throw e;
                }
                failed.accept(e);
                pause(failures);
            }
        }
    }
}
