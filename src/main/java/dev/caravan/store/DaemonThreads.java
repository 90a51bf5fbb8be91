package dev.caravan.store;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates daemon threads with numbered names. */
public final class DaemonThreads implements ThreadFactory {

    private final String name;
    private final AtomicInteger number = new AtomicInteger();

    /** @param name the start of all threads' names */
    public DaemonThreads(String name) {
        this.name = name;
    }

    /** Creates one thread with exactly this name. */
    public static Thread one(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Creates a thread that does its work after each interval, until it is interrupted. */
    public static Thread every(Duration interval, String name, Runnable work) {
        return one(name, () -> {
            try {
                while (true) {
                    TimeUnit.NANOSECONDS.sleep(interval.toNanos());
                    work.run();
                }
            } catch (InterruptedException e) {
                // Closed.
                return;
            }
        });
    }

    @Override
    public Thread newThread(Runnable work) {
        return one(name + "-" + number.incrementAndGet(), work);
    }
}
