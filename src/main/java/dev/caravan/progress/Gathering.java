package dev.caravan.progress;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What many threads put in one at a time, and one thread takes out in batches, because a batch costs it hardly more than one. Bounded: where
 * it doesn't keep up, the others wait.
 *
 * @param <T> what is gathered
 */
public final class Gathering<T> {

    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Between two looks while it lingers: to be woken by each one that comes would cost more than the batch saves. */
    private static final long NAP_MS = 5;

    private static final Object END = new Object();

    private final BlockingQueue<Object> waiting;
    private final int batch;

    /**
     * Empty.
     *
     * @param room so many may wait, at least 1
     * @param batch so many are taken out at a time, at most
     */
    public Gathering(int room, int batch) {
        this.waiting = new ArrayBlockingQueue<>(room);
        this.batch = batch;
    }

    /** Puts one in; waits where there is no room. */
    public void put(T one) throws InterruptedException {
        waiting.put(one);
    }

    /** Puts one in. Returns whether there was room in time. */
    public boolean offer(T one, Duration within) throws InterruptedException {
        return waiting.offer(one, within.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Says that nothing comes any more. Returns whether there was room in time. */
    public boolean end(Duration within) throws InterruptedException {
        return waiting.offer(END, within.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Waits for one, and a little for more of them.
     *
     * @param into gets them
     * @return whether the last one has come
     */
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
