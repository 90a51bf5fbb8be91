package dev.caravan.status;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Writes the local records in batches, from one thread: the database would spend more on a statement and a commit for each
 * object than moving it costs. Nothing is lost by the wait: the queue of {@code sync} is in memory too, and what a crash
 * leaves unrecorded the next run finds by comparing.
 */
public final class RecordsWriter implements Processor, AutoCloseable {

    /** Writes a batch of records, each as its columns. */
    @FunctionalInterface
    public interface Batches {
        void write(List<List<Object>> records) throws Exception;
    }

    private static final int BATCH = 200;
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final List<Object> END = new ArrayList<>();

    private final BlockingQueue<List<Object>> waiting = new ArrayBlockingQueue<>(2 * BATCH);
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Batches batches;
    private final Thread writer = new Thread(this::run, "caravan-records");

    public RecordsWriter(Batches batches) {
        this.batches = batches;
        writer.setDaemon(true);
    }

    public void start() {
        writer.start();
    }

    /** Takes the record in the body, which stays there; waits where the database doesn't keep up, fails once it has failed. */
    @Override
    public void process(Exchange exchange) throws Exception {
        put(exchange.getMessage().getBody(StatusRecord.class).columns());
    }

    private void put(List<Object> columns) throws Exception {
        do {
            Exception cause = failure.get();
            if (cause != null) {
                throw new IllegalStateException("the records can't be written: " + cause.getMessage(), cause);
            }
        } while (!waiting.offer(columns, 1, TimeUnit.SECONDS));
    }

    private void run() {
        List<List<Object>> batch = new ArrayList<>(BATCH);
        boolean ended = false;
        try {
            while (!ended) {
                ended = gather(batch);
                if (!batch.isEmpty()) {
                    batches.write(List.copyOf(batch));
                }
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            failure.set(e);
        }
    }

    /**
     * Waits for a record, and a little for more of them: a batch costs as much as several records.
     *
     * @return whether the last one has come
     */
    private boolean gather(List<List<Object>> batch) throws InterruptedException {
        List<Object> next = waiting.take();
        long until = System.nanoTime() + LINGER_NANOS;
        while (next != null && next != END) {
            batch.add(next);
            next = batch.size() < BATCH ? waiting.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS) : null;
        }
        return next == END;
    }

    /** Writes what waits, and throws if anything couldn't be written. */
    @Override
    public void close() throws Exception {
        if (writer.isAlive()) {
            put(END);
            writer.join();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }
}
