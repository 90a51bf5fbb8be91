package dev.caravan.fleet;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** The single request to end a worker: by a signal, a spot interruption notice, or a scale-in. The first one counts. */
public final class Drain {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicReference<Reason> reason = new AtomicReference<>();

    /**
     * The reason for a worker's end.
     *
     * @param why in a few words, for people
     * @param exitCode of a successful end
     */
    public record Reason(String why, int exitCode) {}

    /** Asks the worker to end; returns whether this is the first request. */
    public boolean ask(Reason why) {
        boolean first = reason.compareAndSet(null, why);
        asked.countDown();
        return first;
    }

    public Reason await() throws InterruptedException {
        asked.await();
        return reason.get();
    }
}
