package dev.caravan.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The attempts of a request and the waits between them, which double. Each wait is reduced by up to a half at random,
 * so that requests that failed together don't return together.
 *
 * @param attempts at least 1
 * @param first wait after the first failure
 * @param longest wait
 */
public record Backoff(int attempts, Duration first, Duration longest) {

    /** Eight attempts over 45 to 90 seconds, longer than a store needs to shed load or move a partition. */
    public static final Backoff LISTING = new Backoff(8, Duration.ofSeconds(1), Duration.ofSeconds(30));

    /** Waits after this number of failures in a row, at least 1. */
    public void pause(int failures) throws InterruptedException {
        Thread.sleep(millis(failures));
    }

    /** Returns the wait in milliseconds after this number of failures in a row, at least 1. */
    public long millis(int failures) {
        long full = Math.min(longest.toMillis(), first.toMillis() << Math.min(failures - 1, 20));
        return full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1);
    }

    /**
     * Repeats a request while it is throttled or fails for a passing reason; throws the last failure. An interrupted
     * request isn't repeated.
     *
     * @param failed receives each failure before a repetition
     */
    public <T> T repeat(Supplier<T> request, Consumer<StoreException> failed) throws InterruptedException {
        return repeat(request, failed, e -> false);
    }

    /** Like {@link #repeat}, but attempts during an {@link Outage} don't count. */
    public <T> T outlast(Supplier<T> request, Consumer<StoreException> failed) throws InterruptedException {
        return repeat(request, failed, new Outage()::excuses);
    }

    private <T> T repeat(Supplier<T> request, Consumer<StoreException> failed, Predicate<StoreException> excused)
            throws InterruptedException {
        int counted = 0;
        for (int failures = 1; ; failures++) {
            try {
                return request.get();
            } catch (ThrottledException | TransientException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException(e.getMessage());
                }
                counted += excused.test(e) ? 0 : 1;
                if (counted >= attempts) {
                    throw e;
                }
                failed.accept(e);
                pause(failures);
            }
        }
    }
}
