package dev.caravan.report;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.record.OpenUpload;
import dev.caravan.record.OpenUploads;
import dev.caravan.report.UploadFate.Fate;
import dev.caravan.store.Backoff;
import dev.caravan.store.BegunUpload;
import dev.caravan.store.StoreException;
import dev.caravan.store.UploadGoneException;
import dev.caravan.store.WritableStore;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lists the recorded unfinished uploads, oldest first, and aborts them if asked. Claims an upload in its record before
 * aborting it, so the next run can finish an interrupted sweep: an upload that is gone without a claim was ended by
 * another process and is left alone.
 *
 * @param store of the uploads; null if unknown, and then none is aborted
 * @param begun lists the store's uploads of a key
 * @param kept the most uploads in memory; the sweep reads the records again for the next ones
 */
public record UploadSweep(
        OpenUploads records,
        WritableStore store,
        Function<String, List<BegunUpload>> begun,
        UploadList list,
        int kept) {

    /** The number of uploads that a small machine can hold in memory. */
    public static final int KEPT = 10_000;

    private static final Backoff BACKOFF = new Backoff(4, Duration.ofMillis(500), Duration.ofSeconds(2));

    /** The attempts to abort, since a concurrent part may survive an abort (Amazon S3, "AbortMultipartUpload"). */
    private static final int ABORTS = 3;

    private static final long GONE = -2;

    /** The possible difference between this machine's clock and a store's (Amazon S3 refuses requests beyond). */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(15);

    /** Lists all uploads with the prefix until the output is closed. */
    public void list(String prefix) throws ControlPlaneException, SQLException, InterruptedException {
        each(prefix, Long.MAX_VALUE, this::seen, false);
    }

    /**
     * Aborts, or in a dry run lists, the uploads begun before a time; {@code reason} follows the class in the record.
     */
    public void abort(String prefix, Instant before, String reason, boolean dryRun)
            throws ControlPlaneException, SQLException, InterruptedException {
        each(
                prefix,
                before.toEpochMilli(),
                upload -> toBeAborted(upload, OpenUpload.ABORTED + reason, dryRun),
                !dryRun);
    }

    private interface Step {
        UploadFate of(OpenUpload upload) throws ControlPlaneException, SQLException, InterruptedException;
    }

    private void each(String prefix, long before, Step step, boolean forgets)
            throws ControlPlaneException, SQLException, InterruptedException {
        OpenUploads.Window window = new OpenUploads.Window(prefix, before, kept);
        OpenUpload after = null;
        List<OpenUpload> next;
        do {
            next = records.oldest(window, after);
            for (OpenUpload upload : next) {
                boolean read = upload.isIntended() ? intended(upload, forgets) : list.take(step.of(upload));
                if (!read && before == Long.MAX_VALUE) {
                    return;
                }
                after = upload;
            }
        } while (next.size() == kept);
    }

    /** Lists the store's unrecorded uploads of the key since then, which any client may have begun. */
    private boolean intended(OpenUpload intent, boolean forgets)
            throws ControlPlaneException, SQLException, InterruptedException {
        if (store == null) {
            return list.take(new UploadFate(intent, OpenUploads.UNKNOWN, Fate.INTENDED));
        }
        Instant since = Instant.ofEpochMilli(intent.started()).minus(CLOCKS_DIFFER);
        Set<String> known = records.known(intent.key());
        boolean read = true;
        boolean found = false;
        try {
            for (BegunUpload upload : withRetries(() -> begun.apply(intent.key()))) {
                if (!upload.initiated().isBefore(since) && !known.contains(upload.uploadId())) {
                    found = true;
                    read = list.take(unrecorded(intent, upload));
                }
            }
        } catch (StoreException e) {
            return list.take(new UploadFate(intent, OpenUploads.UNKNOWN, Fate.INTENDED, e.getMessage()));
        }
        if (!found && forgets) {
            records.forget(intent);
        }
        return read;
    }

    private static UploadFate unrecorded(OpenUpload intent, BegunUpload upload) {
        OpenUpload shown = new OpenUpload(
                intent.key(),
                intent.status(),
                intent.size(),
                upload.initiated().toEpochMilli(),
                intent.parts(),
                upload.uploadId(),
                false);
        return new UploadFate(shown, OpenUploads.UNKNOWN, Fate.UNRECORDED);
    }

    private UploadFate seen(OpenUpload upload) throws ControlPlaneException, InterruptedException {
        long recorded = records.partsDone(upload);
        if (recorded != OpenUploads.UNKNOWN || store == null) {
            return new UploadFate(upload, recorded, Fate.OPEN);
        }
        try {
            long parts = partsThere(upload);
            return parts == GONE ? gone(upload, OpenUploads.UNKNOWN) : new UploadFate(upload, parts, Fate.OPEN);
        } catch (StoreException e) {
            return new UploadFate(upload, OpenUploads.UNKNOWN, Fate.OPEN, e.getMessage());
        }
    }

    private UploadFate gone(OpenUpload upload, long done) {
        records.gone(upload);
        return new UploadFate(upload, done, Fate.GONE);
    }

    private UploadFate toBeAborted(OpenUpload upload, String why, boolean dryRun)
            throws ControlPlaneException, SQLException, InterruptedException {
        long recorded = records.partsDone(upload);
        try {
            long there = partsThere(upload);
            long done = recorded != OpenUploads.UNKNOWN || there == GONE ? recorded : there;
            if (there == GONE && !upload.claimed()) {
                return dryRun ? new UploadFate(upload, done, Fate.GONE) : gone(upload, done);
            }
            if (dryRun) {
                return new UploadFate(upload, done, Fate.WOULD_BE_ABORTED);
            }
            return there == GONE ? ended(upload, done, why) : abort(upload, done, why);
        } catch (StoreException e) {
            return new UploadFate(upload, recorded, Fate.FAILED, e.getMessage());
        }
    }

    private UploadFate abort(OpenUpload upload, long done, String why)
            throws ControlPlaneException, SQLException, InterruptedException {
        if (!records.claim(upload)) {
            return new UploadFate(upload, done, Fate.CHANGED);
        }
        for (int i = 0; i < ABORTS; i++) {
            withRetries(() -> {
                store.abortUpload(upload.key(), upload.uploadId());
                return true;
            });
            long left = partsThere(upload);
            if (left == GONE || left == 0) {
                return ended(upload, done, why);
            }
        }
        return new UploadFate(upload, done, Fate.FAILED, "parts are still being sent to it");
    }

    private UploadFate ended(OpenUpload upload, long done, String why) throws ControlPlaneException, SQLException {
        return new UploadFate(upload, done, records.aborted(upload, why, list.now()) ? Fate.ABORTED : Fate.CHANGED);
    }

    private long partsThere(OpenUpload upload) throws InterruptedException {
        try {
            return withRetries(() -> store.listParts(upload.key(), upload.uploadId()))
                    .size();
        } catch (UploadGoneException e) {
            return GONE;
        }
    }

    private static <T> T withRetries(Supplier<T> call) throws InterruptedException {
        return BACKOFF.repeat(call, failure -> {});
    }
}
