package dev.caravan.command.run;

import dev.caravan.store.DaemonThreads;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads whose number can change while they work: none that works is interrupted. A task that finds no room waits for it. */
final class SlotPool extends ThreadPoolExecutor {

    /**
     * No thread runs yet.
     *
     * @param name of the threads
     * @param waiting how many tasks may wait for a thread; where the threads themselves bring tasks, more than there can be
     */
    SlotPool(String name, int slots, int waiting) {
        super(
                slots,
                slots,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(waiting),
                new DaemonThreads("caravan-" + name));
        setRejectedExecutionHandler((task, pool) -> put(task));
    }

    private void put(Runnable task) {
        try {
            if (isShutdown()) {
                throw new RejectedExecutionException("the pool is shut down");
            }
            getQueue().put(task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException("interrupted while waiting for a slot", e);
        }
    }

    /** Sets the number of threads. Those that are too many end after what they do. */
    void resize(int slots) {
        if (slots > getMaximumPoolSize()) {
            setMaximumPoolSize(slots);
            setCorePoolSize(slots);
        } else {
            setCorePoolSize(slots);
            setMaximumPoolSize(slots);
        }
    }

    int slots() {
        return getMaximumPoolSize();
    }

    /** Returns whether a task waits for a thread. */
    boolean isFull() {
        return !getQueue().isEmpty();
    }
}
