package dev.caravan.record.local;

import dev.caravan.record.JobStatus;
import dev.caravan.record.OldestUploads;
import dev.caravan.record.OpenUpload;
import dev.caravan.record.OpenUploads;
import dev.caravan.record.StatusRecord;
import dev.caravan.record.local.UploadJournal.Entry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The uploads of {@code sync} runs, in the journal beside their database. */
public final class DatabaseUploads implements OpenUploads {

    private static final String END =
            "UPDATE Objects SET Error = ?, JobStatus = 'ERROR', EndTime = ?, EndTimestamp = ?, SpentTime = ?"
                    + " WHERE ObjectKey = ? AND UploadId = ? AND JobStatus IN ('STARTED', 'SPLIT_DONE')";

    private final RecordsDatabase database;
    private final UploadJournal journal;
    private final String destination;

    /** Selects one destination, as {@link dev.caravan.job.Side#location} names it; empty for all. */
    public DatabaseUploads(RecordsDatabase database, String destination) {
        this.database = database;
        this.destination = destination;
        this.journal = database.uploads();
    }

    @Override
    public List<OpenUpload> oldest(Window window, OpenUpload after) {
        OldestUploads oldest = new OldestUploads(window, after);
        for (Entry entry : journal.entries(destination)) {
            oldest.offer(new OpenUpload(
                    entry.key(),
                    JobStatus.STARTED,
                    entry.size(),
                    entry.begun(),
                    entry.parts(),
                    entry.uploadId(),
                    entry.claimed()));
        }
        return oldest.sorted();
    }

    @Override
    public long partsDone(OpenUpload upload) {
        return UNKNOWN;
    }

    @Override
    public boolean claim(OpenUpload upload) {
        return change(upload, entry -> journal.put(entry.claim()));
    }

    @Override
    public boolean aborted(OpenUpload upload, String why, Instant now) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(END)) {
            statement.setString(1, why);
            statement.setString(2, StatusRecord.TIME.format(now));
            statement.setLong(3, now.toEpochMilli());
            statement.setDouble(4, (now.toEpochMilli() - upload.started()) / 1000.0);
            statement.setString(5, upload.key());
            statement.setString(6, upload.uploadId());
            statement.executeUpdate();
        }
        database.commit();
        return forget(upload);
    }

    @Override
    public Set<String> known(String key) {
        Set<String> known = new HashSet<>();
        journal.of(destination, key).forEach(entry -> known.add(entry.uploadId()));
        return known;
    }

    @Override
    public boolean forget(OpenUpload upload) {
        return change(upload, journal::end);
    }

    /** Removes an upload that ended while its process was killed before recording it. */
    @Override
    public void gone(OpenUpload upload) {
        change(upload, entry -> {
            // Without its bucket on record, it may be an upload to another one.
            if (!entry.destination().isEmpty()) {
                journal.end(entry);
            }
        });
    }

    @FunctionalInterface
    private interface Change {
        void of(Entry entry) throws IOException;
    }

    private boolean change(OpenUpload upload, Change change) {
        for (Entry entry : journal.of(destination, upload.key())) {
            if (entry.uploadId().equals(upload.uploadId()) && entry.begun() == upload.started()) {
                try {
                    change.of(entry);
                    journal.force();
                } catch (IOException e) {
                    throw database.uploadsFailed(e);
                }
                return true;
            }
        }
        return false;
    }
}
