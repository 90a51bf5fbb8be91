package dev.caravan.command.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Handles Ctrl-C and SIGTERM: stops finding, drops waiting messages, gives transfers a few seconds and leaves uploads
 * for the next run. Then the run ends normally with its records. The next run compares again. Java itself returns exit
 * code 130 or 143.
 */
final class Stop implements AutoCloseable {

    /** The time for transfers. With the rest it is below the 15 s that process managers give at least. */
    private static final Duration GRACE = Duration.ofSeconds(8);

    private static final Duration END = Duration.ofSeconds(5);

    private final Duration grace;
    private final Duration end;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private Thread hook;

    Stop() {
        this(GRACE, END);
    }

    /** @param end time for the run's end after the grace for transfers */
    Stop(Duration grace, Duration end) {
        this.grace = grace;
        this.end = end;
    }

    /** Watches: {@code gently} ends the run in order and must not block, {@code atLast} releases one that doesn't end. */
    void watch(Runnable gently, Runnable atLast) {
        hook = new Thread(() -> stop(gently, atLast), "caravan-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Stops the run. The process ends when this returns. */
    void stop(Runnable gently, Runnable atLast) {
        asked.countDown();
        gently.run();
        if (!endedIn(grace)) {
            atLast.run();
            endedIn(end);
        }
    }

    boolean asked() {
        return asked.getCount() == 0;
    }

    void await() throws InterruptedException {
        asked.await();
    }

    /** Waits for a time at most; returns whether a stop is asked for. */
    boolean await(Duration atMost) throws InterruptedException {
        return asked.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    private boolean endedIn(Duration time) {
        try {
            return ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Marks the run as ended and closed. */
    @Override
    public void close() {
        ended.countDown();
        if (hook == null || asked()) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The machine began to go down just now; the hook finds that the run has ended.
            asked.countDown();
        }
    }
}
