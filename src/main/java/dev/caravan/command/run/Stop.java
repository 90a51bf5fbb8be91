package dev.caravan.command.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM: nothing more is found, what waits is dropped, what moves is given a few seconds, uploads are left for the next run.
 * Then the run ends as it always does, with its records written. Nothing is lost by it: the next run compares again. The exit
 * code, 130 or 143, is the Java machine's own.
 */
final class Stop implements AutoCloseable {

    /** What moves may take so long; then it is left to itself. Together less than the 15 s that process managers give at least. */
    private static final Duration GRACE = Duration.ofSeconds(8);

    private static final Duration END = Duration.ofSeconds(5);

    private final Duration grace;
    private final Duration end;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean asked;
    private Thread hook;

    Stop() {
        this(GRACE, END);
    }

    /**
     * @param grace how long what moves may take
     * @param end how long the run may take to end after that
     */
    Stop(Duration grace, Duration end) {
        this.grace = grace;
        this.end = end;
    }

    /**
     * @param gently what ends the run early, with everything in order; must not wait
     * @param atLast what lets the run end where it does not for a while
     */
    void watch(Runnable gently, Runnable atLast) {
        hook = new Thread(() -> stop(gently, atLast), "caravan-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Stops the run. The process ends when this returns, whatever the run still waits for. */
    void stop(Runnable gently, Runnable atLast) {
        asked = true;
        gently.run();
        if (!endedIn(grace)) {
            atLast.run();
            endedIn(end);
        }
    }

    boolean asked() {
        return asked;
    }

    private boolean endedIn(Duration time) {
        try {
            return ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The run has ended, with everything closed. */
    @Override
    public void close() {
        ended.countDown();
        if (hook == null || asked) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The machine began to go down just now; the hook finds that the run has ended.
            asked = true;
        }
    }
}
