package dev.caravan.fleet;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The one place where a worker is told to end, by whomever: a signal, the notice that a spot instance is taken back, a scale-in. The first one
 * counts.
 */
public final class Drain {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicReference<Reason> reason = new AtomicReference<>();

    /**
     * Why a worker is to end.
     *
     * @param why in a few words, for people
     * @param exitCode what the process answers when it has ended well
     */
    public record Reason(String why, int exitCode) {}

    /** Tells the worker to end. Returns whether this is the first time. */
    public boolean ask(Reason why) {
        boolean first = reason.compareAndSet(null, why);
        asked.countDown();
        return first;
    }

    /** Waits until somebody asks. */
    public Reason await() throws InterruptedException {
        asked.await();
        return reason.get();
    }
}
