package dev.caravan.status;

import dev.caravan.ops.Gathering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Gathering<List<Object>> waiting = new Gathering<>(2 * BATCH, BATCH);
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
        List<Object> columns = exchange.getMessage().getBody(StatusRecord.class).columns();
        do {
            requireWritable();
        } while (!waiting.offer(columns, LOOK));
    }

    private void requireWritable() {
        Exception cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("the records can't be written: " + cause.getMessage(), cause);
        }
    }

    private void run() {
        List<List<Object>> batch = new ArrayList<>(BATCH);
        boolean ended = false;
        try {
            while (!ended) {
                ended = waiting.take(batch);
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

    /** Writes what waits, and throws if anything couldn't be written. */
    @Override
    public void close() throws Exception {
        if (writer.isAlive()) {
            do {
                requireWritable();
            } while (!waiting.end(LOOK));
            writer.join();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }
}
