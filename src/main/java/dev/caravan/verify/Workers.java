package dev.caravan.verify;

import dev.caravan.store.DaemonThreads;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** Runs work in a fixed number of threads. Adding waits while a work item is already waiting. */
final class Workers implements AutoCloseable {

    /** Work that may end early on interruption. */
    interface Work {
        void run() throws InterruptedException;
    }

    private final ExecutorService threads;
    private final Semaphore room;
    private final int most;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Workers(int slots) {
        this.most = 2 * slots;
        this.room = new Semaphore(most);
        this.threads = Executors.newFixedThreadPool(slots, new DaemonThreads("caravan-verify"));
    }

    void add(Work work) {
        try {
            room.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for a slot");
        }
        threads.execute(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                // Closed: the outcome isn't used any more.
                failure.compareAndSet(null, new CancellationException());
            } catch (Throwable e) {
                // Whatever it is, what wasn't checked must not count as the same.
                failure.compareAndSet(null, e);
            } finally {
                room.release();
            }
        });
    }

    /** Waits until all work is done, after the last was added; throws what any of it failed with. */
    void awaitAll() throws InterruptedException {
        room.acquire(most);
        room.release(most);
        Throwable failed = failure.get();
        if (failed != null) {
            throw failed instanceof RuntimeException e ? e : new IllegalStateException(failed.toString(), failed);
        }
    }

    /** Starts no more work and interrupts the rest. */
    @Override
    public void close() {
        threads.shutdownNow().forEach(left -> room.release());
    }
}
