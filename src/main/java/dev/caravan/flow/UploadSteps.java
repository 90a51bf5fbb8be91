package dev.caravan.flow;

import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.record.local.RecordsDatabase;
import dev.caravan.record.local.RecordsFileException;
import dev.caravan.record.local.UploadJournal;
import dev.caravan.record.local.UploadJournal.Entry;
import dev.caravan.store.ObjectInfo;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The steps of a run of {@code sync} around an upload. That it is about to begin is on the disk before the store is asked, and its ID is
 * on the disk before its first part is sent. So a process that is killed leaves no upload without a trace: the next run goes on with it,
 * or {@code caravan uploads} shows it.
 */
public final class UploadSteps {

    /** The entry of the upload that an exchange is about to begin, until its ID is on record. */
    private static final String ENTRY = "CaravanUploadEntry";

    private final RecordsDatabase database;
    private final UploadJournal journal;
    private final String destination;

    /**
     * The steps of a run.
     *
     * @param destination the bucket, as {@link dev.caravan.job.Side#location} names it
     */
    public UploadSteps(RecordsDatabase database, String destination) {
        this.database = database;
        this.destination = destination;
        this.journal = database.uploads();
    }

    /** The steps by the names that the routes call them. */
    public Map<String, Processor> byName() {
        return Map.of(
                "findUpload", this::find,
                "uploadIntended", this::intended,
                "uploadBegun", this::begun,
                "uploadEnded", this::ended);
    }

    /** Returns the step that writes records, which also learns from them of uploads that were not begun. */
    public Processor before(Processor writer) {
        return exchange -> {
            writer.process(exchange);
            Entry entry = exchange.getProperty(ENTRY, Entry.class);
            if (entry != null && Transfer.of(exchange).isRefusedByStore()) {
                change(() -> journal.end(entry));
            }
        };
    }

    /** The body becomes the latest upload of the key, as its columns, or null. */
    private void find(Exchange exchange) {
        String key = exchange.getMessage().getHeader(ObjectStoreHeaders.KEY, String.class);
        Entry latest = null;
        for (Entry entry : journal.of(destination, key)) {
            latest = entry.uploadId().isEmpty() ? latest : entry;
        }
        exchange.getMessage()
                .setBody(
                        latest == null
                                ? null
                                : Map.of(
                                        "UploadId", latest.uploadId(),
                                        "SourceEtag", latest.sourceEtag(),
                                        "Size", latest.size()));
    }

    /**
     * Before the store is asked to begin an upload. If an earlier attempt or run was about to begin one of the same key, and nobody knows
     * whether it did, its entry stays as it is.
     */
    private void intended(Exchange exchange) {
        exchange.removeProperty(ENTRY);
        Transfer transfer = Transfer.of(exchange);
        if (intents(transfer.destinationKey()).isEmpty()) {
            change(() -> {
                exchange.setProperty(ENTRY, journal.put(entry(transfer, "")));
                journal.force();
            });
        }
    }

    private List<Entry> intents(String key) {
        return journal.of(destination, key).stream()
                .filter(entry -> entry.uploadId().isEmpty())
                .toList();
    }

    /** The store has begun the upload, or it is taken over, and none of its parts is sent yet. */
    private void begun(Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        String uploadId = transfer.uploadId();
        if (journal.of(destination, transfer.destinationKey()).stream()
                .anyMatch(entry -> entry.uploadId().equals(uploadId))) {
            return;
        }
        Entry intent = exchange.getProperty(ENTRY, Entry.class);
        change(() -> {
            journal.put(intent == null ? entry(transfer, uploadId) : intent.begun(uploadId));
            journal.force();
        });
        exchange.removeProperty(ENTRY);
    }

    /** The upload that the headers name is completed, aborted or gone. If this is lost, the next look at the store shows it. */
    private void ended(Exchange exchange) {
        String key = exchange.getMessage().getHeader(ObjectStoreHeaders.KEY, String.class);
        String uploadId = exchange.getMessage().getHeader(ObjectStoreHeaders.UPLOAD_ID, String.class);
        for (Entry entry : journal.of(destination, key)) {
            if (entry.uploadId().equals(uploadId)) {
                change(() -> journal.end(entry));
            }
        }
    }

    private Entry entry(Transfer transfer, String uploadId) {
        ObjectInfo source = transfer.source();
        return new Entry(
                0,
                destination,
                transfer.destinationKey(),
                uploadId,
                transfer.resumableEtag(),
                source.size(),
                transfer.partCount(),
                System.currentTimeMillis(),
                false);
    }

    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    /** A failure of the file ends the run, and this attempt: an upload that isn't on the disk must not get a part. */
    private void change(Change change) {
        RecordsFileException broken = database.failure();
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
