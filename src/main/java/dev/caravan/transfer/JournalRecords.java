package dev.caravan.transfer;

import dev.caravan.record.StatusRecord;
import dev.caravan.record.UploadLeft;
import dev.caravan.record.local.RecordsDatabase;
import dev.caravan.record.local.RecordsFileException;
import dev.caravan.record.local.UploadJournal;
import dev.caravan.record.local.UploadJournal.Entry;
import java.io.IOException;
import java.util.Map;

/**
 * The uploads of a {@code sync} run in a journal, on disk unless the run keeps no records. The next run resumes an
 * upload of a killed process, and {@code caravan uploads} shows it.
 */
public final class JournalRecords implements UploadRecords {

    private final RecordsDatabase database;
    private final UploadJournal journal;
    private final String destination;

    /** The database, null for a journal in memory, receives failures; the destination is the location of a side. */
    public JournalRecords(RecordsDatabase database, UploadJournal journal, String destination) {
        this.database = database;
        this.journal = journal;
        this.destination = destination;
    }

    @Override
    public UploadLeft find(String destinationKey) {
        UploadLeft latest = null;
        for (Entry entry : journal.of(destination, destinationKey)) {
            latest = entry.uploadId().isEmpty()
                    ? latest
                    : new UploadLeft(entry.uploadId(), entry.sourceEtag(), entry.size());
        }
        return latest;
    }

    /** Records the intent. Keeps an earlier entry of an upload that may exist. */
    @Override
    public void intended(Transfer transfer) {
        transfer.uploadIntent = null;
        if (!has(transfer, "")) {
            change(() -> {
                transfer.uploadIntent = journal.put(entry(transfer, ""));
                journal.force();
            });
        }
    }

    @Override
    public void begun(Transfer transfer) {
        String uploadId = transfer.uploadId();
        if (has(transfer, uploadId)) {
            return;
        }
        change(() -> {
            journal.put(
                    transfer.uploadIntent instanceof Entry intent ? intent.begun(uploadId) : entry(transfer, uploadId));
            journal.force();
        });
        transfer.uploadIntent = null;
    }

    private boolean has(Transfer transfer, String uploadId) {
        return journal.of(destination, transfer.destinationKey()).stream()
                .anyMatch(entry -> entry.uploadId().equals(uploadId));
    }

    /** Removes the entry. If that is lost, the next look at the store shows it. */
    @Override
    public void ended(String destinationKey, String uploadId) {
        for (Entry entry : journal.of(destination, destinationKey)) {
            if (entry.uploadId().equals(uploadId)) {
                change(() -> journal.end(entry));
            }
        }
    }

    /** Removes the intent if the store refused the transfer, so that no upload exists. */
    @Override
    public void recorded(Transfer transfer, StatusRecord record, Map<String, ?> answer) {
        if (transfer.uploadIntent instanceof Entry entry && transfer.isRefusedByStore()) {
            change(() -> journal.end(entry));
        }
    }

    private Entry entry(Transfer transfer, String uploadId) {
        return new Entry(
                0,
                destination,
                transfer.destinationKey(),
                uploadId,
                transfer.resumableEtag(),
                transfer.source().size(),
                transfer.partCount(),
                System.currentTimeMillis(),
                false);
    }

    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    /** Changes the journal. A failure ends the run and this attempt: no part may be sent to an unrecorded upload. */
    private void change(Change change) {
        RecordsFileException broken = database == null ? null : database.failure();
        if (broken != null) {
            throw broken;
        }
        try {
            change.make();
        } catch (IOException e) {
            throw database.uploadsFailed(e);
        }
    }
}
