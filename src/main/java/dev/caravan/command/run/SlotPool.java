package dev.caravan.command.run;

import dev.caravan.store.DaemonThreads;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A pool whose number of threads can change without interrupting work. A task waits for room. */
final class SlotPool extends ThreadPoolExecutor {

    /** @param waiting tasks that may wait for a thread; if the threads add tasks, more than there can be */
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

    /** Sets the number of threads. Surplus ones end after their current task. */
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

    boolean isFull() {
        return !getQueue().isEmpty();
    }
}
