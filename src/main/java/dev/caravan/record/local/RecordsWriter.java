package dev.caravan.record.local;

import dev.caravan.job.Printable;
import dev.caravan.progress.Gathering;
import dev.caravan.record.StatusRecord;
import dev.caravan.store.DaemonThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes local records in batches from one thread: a statement and commit for each object would cost more than moving
 * it. Records never decide about a copy. The next run finds unrecorded objects by comparison; a record that can't be
 * written costs only itself; a file that can't be written ends the run but fails no object.
 */
public final class RecordsWriter implements Processor, AutoCloseable {

    /** Writes and commits a batch of records, each as its columns. */
    @FunctionalInterface
    public interface Batches {
        void write(List<List<Object>> records) throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.copy");

    private static final int BATCH = 200;
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** The lost records to log one by one. */
    private static final int TOLD = 10;

    private final Gathering<List<Object>> waiting = new Gathering<>(2 * BATCH, BATCH);
    private final RecordsDatabase database;
    private final Batches batches;
    private final Thread writer = DaemonThreads.one("caravan-records", this::run);
    private long lost;

    public RecordsWriter(RecordsDatabase database, Batches batches) {
        this.database = database;
        this.batches = batches;
    }

    public void start() {
        writer.start();
    }

    /**
     * Takes the record in the body, which stays there. Waits for a slow database; refuses records once its file has
     * failed.
     */
    @Override
    public void process(Exchange exchange) throws Exception {
        List<Object> columns = exchange.getMessage().getBody(StatusRecord.class).columns();
        while (database.failure() == null && !waiting.offer(columns, LOOK)) {
            // Looks again whether the file has failed.
        }
    }

    /** Writes batches; marks the writer as ended in any case, so that no caller waits for it. */
    private void run() {
        List<List<Object>> batch = new ArrayList<>(BATCH);
        boolean ended = false;
        try {
            while (!ended && database.failure() == null) {
                ended = waiting.take(batch);
                if (!batch.isEmpty()) {
                    write(List.copyOf(batch));
                }
                batch.clear();
            }
        } catch (RecordsFileException e) {
            LOG.debug("the records end here", e);
        } catch (InterruptedException | RuntimeException | Error e) {
            LOG.debug("the records end here", database.ended(e));
        }
    }

    private void write(List<List<Object>> batch) {
        database.requireFile();
        if (failure(batch) == null) {
            return;
        }
        for (List<Object> record : batch) {
            Exception own = failure(List.of(record));
            if (own != null) {
                lost(record, own);
            }
        }
    }

    /** Returns why the records can't be written; null on success. Throws if the file is at fault. */
    private Exception failure(List<List<Object>> records) {
        try {
            batches.write(records);
            database.commit();
            return null;
        } catch (Exception e) {
            RecordsFileException broken = database.ofFile(e);
            if (broken != null) {
                throw broken;
            }
            database.rollBack();
            return e;
        }
    }

    private void lost(List<Object> record, Exception why) {
        lost++;
        if (lost <= TOLD) {
            LOG.warn(
                    "the record of {} can't be written, and is lost: {}",
                    Printable.quoted(String.valueOf(record.get(0))),
                    RecordsDatabase.reason(why));
        }
    }

    /**
     * Writes pending records.
     *
     * @throws RecordsFileException if the file couldn't take all of them
     */
    @Override
    public void close() throws InterruptedException {
        while (writer.isAlive() && database.failure() == null && !waiting.end(LOOK)) {
            // Looks again whether the file has failed.
        }
        if (writer.isAlive() && database.failure() == null) {
            writer.join();
        }
        if (lost > TOLD) {
            LOG.warn("{} records in all could not be written, and are lost", lost);
        }
        database.force();
    }
}
