package dev.caravan.command.run;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads whose number can change while they work: none that works is interrupted. A task that finds no room waits for it. */
final class SlotPool extends ThreadPoolExecutor {

    /**
     * No thread runs yet.
     *
     * @param name of the threads
     * @param waiting how many tasks may wait for a thread; where the threads themselves bring tasks, more than there can be
     */
    SlotPool(String name, int slots, int waiting) {
        super(slots, slots, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting));
        AtomicInteger number = new AtomicInteger();
        setThreadFactory(task -> {
            Thread thread = new Thread(task, "caravan-" + name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
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
