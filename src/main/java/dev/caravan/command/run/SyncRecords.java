package dev.caravan.command.run;

import dev.caravan.job.Job;
import dev.caravan.record.local.RecordStatement;
import dev.caravan.record.local.RecordsDatabase;
import dev.caravan.record.local.RecordsWriter;
import dev.caravan.record.local.UploadJournal;
import dev.caravan.transfer.JournalRecords;
import java.util.Map;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The records of a sync: in a database, or none with {@code --records none}. */
final class SyncRecords implements AutoCloseable {

    static final String LOST = "--records none: nothing is recorded; a later run can't continue an interrupted upload,"
            + " and caravan uploads can't find its parts, which cost storage until you abort it at the destination";

    private final Job job;

    /** Null for none. */
    private final RecordsDatabase database;

    private RecordsWriter writer;

    SyncRecords(Job job) {
        this.job = job;
        this.database = job.records() == null ? null : RecordsDatabase.open(job.records());
    }

    /** Binds what the routes need to write records; returns the run's uploads. */
    JournalRecords bind(Routes routes) {
        routes.bind("recordStatement", new RecordStatement());
        if (database == null) {
            // The route that writes into the database is there, and gets no record.
            routes.bind("records", new SingleConnectionDataSource());
            routes.bind(Map.of("writeRecord", exchange -> {}));
        } else {
            routes.bind("records", database.dataSource());
            writer = new RecordsWriter(database, batch -> routes.send("direct:write-records", batch));
            routes.bind(Map.of("writeRecord", writer));
        }
        UploadJournal uploads = database == null ? UploadJournal.inMemory() : database.uploads();
        return new JournalRecords(database, uploads, job.destination().location());
    }

    void start() {
        if (writer != null) {
            writer.start();
        }
    }

    /** Sets an action that runs once when the database can't be written. It must not block. */
    void onFailure(Runnable action) {
        if (database != null) {
            database.onFailure(action);
        }
    }

    void finish() throws InterruptedException {
        if (writer != null) {
            writer.close();
        }
    }

    String place() {
        return database == null ? "none" : RecordsDatabase.file(job.records()).toString();
    }

    @Override
    public void close() {
        if (database != null) {
            database.close();
        }
    }
}
