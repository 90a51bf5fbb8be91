package dev.caravan.progress;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A bounded queue of many writers and one reader, which takes batches because a batch costs about as much as one
 * element. Writers wait while it is full.
 */
public final class Gathering<T> {

    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The pause between two looks for more: a wake-up for each element would cost more than the batch saves. */
    private static final long NAP_MS = 5;

    private static final Object END = new Object();

    private final BlockingQueue<Object> waiting;
    private final int batch;

    /** Holds {@code room} elements, at least 1, and gives at most {@code batch} at a time. */
    public Gathering(int room, int batch) {
        this.waiting = new ArrayBlockingQueue<>(room);
        this.batch = batch;
    }

    /** Adds an element; waits while full. */
    public void put(T one) throws InterruptedException {
        waiting.put(one);
    }

    /** Adds an element; returns whether there was room in time. */
    public boolean offer(T one, Duration within) throws InterruptedException {
        return waiting.offer(one, within.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends the queue; returns whether there was room in time. */
    public boolean end(Duration within) throws InterruptedException {
        return waiting.offer(END, within.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits for an element, and briefly for more; returns whether the last one has come. */
    @SuppressWarnings("unchecked") // nothing but the end goes in that is no T
    public boolean take(List<T> into) throws InterruptedException {
        Object next = waiting.take();
        long until = System.nanoTime() + LINGER_NANOS;
        while (next != null && next != END) {
            into.add((T) next);
            next = into.size() < batch ? next(until) : null;
        }
        return next == END;
    }

    private Object next(long until) throws InterruptedException {
        Object next = waiting.poll();
        while (next == null && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(NAP_MS);
            next = waiting.poll();
        }
        return next;
    }
}
