package dev.caravan.transfer;

import dev.caravan.checksum.KeptChecksum;
import dev.caravan.checksum.PartSum;
import dev.caravan.job.Printable;
import dev.caravan.job.VerifyMode;
import dev.caravan.message.ObjectMessage;
import dev.caravan.message.PartPlan;
import dev.caravan.record.ArrivedPart;
import dev.caravan.record.UploadLeft;
import dev.caravan.store.ChangedException;
import dev.caravan.store.ContentMismatchException;
import dev.caravan.store.DeniedException;
import dev.caravan.store.Failures;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.OccupiedException;
import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import dev.caravan.store.UploadGoneException;
import dev.caravan.store.UploadedPart;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The multipart upload of one worker: create or resume, parts, complete or abort, and detection of a lost answer. Only
 * a recorded upload is resumed: a listed one may belong to anyone.
 *
 * @param leastPartSize minimum part size in bytes, 5 MiB to 5 GiB
 * @param verify what parts are verified with
 * @param retry repeats the request that makes the object
 */
public record Upload(Buckets buckets, UploadRecords records, long leastPartSize, VerifyMode verify, Retry retry) {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.copy");

    /**
     * Begins an object's upload, or resumes the recorded one of the same version and part size. Aborts one of another
     * version.
     *
     * @param changesParts whether user steps see the parts' bytes, which prevents resuming
     * @param metadata replaces the source's metadata
     */
    public void begin(Transfer transfer, boolean changesParts, UnaryOperator<ObjectMetadata> metadata) {
        look(transfer);
        transfer.changesParts(changesParts);
        ObjectMetadata kept = metadata.apply(transfer.source().metadata());
        transfer.sends(kept);
        open(transfer, resumed(transfer, changesParts), kept);
        transfer.end(Outcome.STARTED);
        try {
            records.begun(transfer);
        } catch (RuntimeException e) {
            throw failed(transfer, e);
        }
    }

    /** Resumes an upload, or creates one for a null ID. Records the intent before asking the store. */
    void open(Transfer transfer, String resumed, ObjectMetadata metadata) {
        String uploadId = resumed;
        if (uploadId == null) {
            records.intended(transfer);
            uploadId = buckets.destination()
                    .createUpload(
                            transfer.destinationKey(),
                            metadata.with(metadata.traits().with(transfer.sourceChecksum())));
        }
        transfer.uploading(uploadId, transfer.parts());
    }

    /** Looks at the source with HEAD: it must have the message's object, whose size decides the parts. */
    void look(Transfer transfer) {
        ObjectMessage message = (ObjectMessage) transfer.message();
        ObjectInfo info = buckets.source().head(message.key(), message.versionId(), true);
        if (info.size() != message.size()
                || (!message.etag().isEmpty() && !message.etag().equals(info.etag()))) {
            throw new ChangedException("the object was overwritten since it was listed");
        }
        transfer.read(info);
        transfer.uploading("", partsOf(info, transfer));
    }

    private PartsInFlight partsOf(ObjectInfo info, Transfer transfer) {
        long copied = transfer.copiedPartSize();
        if (verify == VerifyMode.NONE || copied > 0) {
            return new PartsInFlight(PartPlan.of(info.size(), Math.max(leastPartSize, copied)));
        }
        KeptChecksum kept = KeptChecksum.ofParts(info.checksum());
        if (kept == null) {
            if (verify == VerifyMode.FULL) {
                transfer.markUnverified();
            }
            return new PartsInFlight(PartPlan.of(info.size(), leastPartSize));
        }
        return new PartsInFlight(PartPlan.of(info.size(), leastPartSize, kept.alignment()), kept, verify);
    }

    /** Returns the ID of the upload to resume; null to create a new one. */
    private String resumed(Transfer transfer, boolean changesParts) {
        UploadLeft left = records.find(transfer.destinationKey());
        if (left == null) {
            return null;
        }
        ObjectInfo source = transfer.source();
        boolean same = !changesParts
                && !source.etag().isEmpty()
                && left.sourceEtag().equals(transfer.resumableEtag())
                && left.size() == source.size();
        try {
            if (same
                    && transfer.parts()
                            .resume(buckets.destination().listParts(transfer.destinationKey(), left.uploadId()))) {
                return left.uploadId();
            }
        } catch (UploadGoneException | InvalidException e) {
            if (e.code().equals("NoSuchUpload")) {
                records.ended(transfer.destinationKey(), left.uploadId());
                return null;
            }
            // The upload may still be there.
            LOG.info("an upload can't be resumed, a new one begins: {}", Failures.line(e));
        }
        abortFound(transfer, left.uploadId());
        return null;
    }

    /** Aborts a recorded upload of another attempt. */
    void abortFound(Transfer transfer, String uploadId) {
        if (abort(transfer.destinationKey(), uploadId)) {
            transfer.endedUpload = uploadId;
        }
    }

    /** Records a part at the destination; {@code sum} is null if not computed. */
    public static void uploaded(Transfer transfer, UploadedPart part, PartSum sum) {
        long planned = transfer.parts().plan().range(part.partNumber()).length();
        if (part.length() != planned) {
            throw new InvalidException(
                    "part " + part.partNumber() + " has " + part.length() + " bytes and not " + planned
                            + ": a step that changes a part must keep its length",
                    "PartLength");
        }
        transfer.parts().uploaded(new ArrivedPart(part, sum));
    }

    /**
     * Completes the object if its parts match the source's checksum. If a part or the request failed for good, ends the
     * upload and throws the failure.
     */
    public void complete(Transfer transfer) {
        Throwable failed = transfer.parts().failure();
        try {
            if (failed != null) {
                throw failed;
            }
            transfer.parts().requireAsKept();
            if (transfer.copiedPartSize() > 0) {
                // Ceph ignores the condition of a copied part, so the parts may be of two versions.
                requireUnchanged(transfer);
            }
            make(transfer);
        } catch (Throwable e) {
            throw failed(transfer, e);
        }
        transfer.ignored(buckets.destination().ignored(transfer.destinationKey(), transfer.sentMetadata()));
    }

    /** Requests completion. After a failure checks whether a request made the object and its answer was lost. */
    void make(Transfer transfer) {
        List<UploadedPart> parts = transfer.parts().all();
        String key = transfer.destinationKey();
        try {
            retry.run(transfer, () -> {
                transfer.requireHistory();
                transfer.written(buckets.destination()
                        .completeUpload(key, transfer.uploadId(), parts, transfer.sourceChecksum()));
            });
        } catch (ContentMismatchException e) {
            throw e;
        } catch (UploadGoneException | InvalidException | OccupiedException | TransientException e) {
            transfer.written(made(transfer, parts, e).etag());
        }
        records.ended(key, transfer.uploadId());
        transfer.end(Outcome.DONE);
    }

    /** Returns the destination's object if it has the size and ETag of these parts; else throws the refusal. */
    private ObjectInfo made(Transfer transfer, List<UploadedPart> parts, StoreException refusal) {
        ObjectInfo there;
        try {
            there = buckets.destination().head(transfer.destinationKey());
        } catch (GoneException | DeniedException none) {
            there = null;
        }
        if (there != null
                && there.size() == transfer.source().size()
                && there.etag().equals(MultipartEtag.of(parts).orElse(null))
                && VersionCopies.isOf(transfer, there)) {
            return there;
        }
        if (!(refusal instanceof UploadGoneException)) {
            throw refusal;
        }
        throw new ChangedException(
                "the upload is gone and the destination doesn't have the object that its parts make");
    }

    /** Checks that the source still has the copied object; returns it. */
    public ObjectInfo requireUnchanged(Transfer transfer) {
        if (transfer.message() instanceof ObjectMessage version && version.isFixed()) {
            return transfer.source();
        }
        ObjectInfo now = buckets.source().head(transfer.message().key(), transfer.versionId());
        ObjectInfo copied = transfer.source();
        if (now.size() != copied.size()
                || !now.etag().equals(copied.etag())
                || !sameTime(now.lastModified(), copied.lastModified())) {
            throw new ChangedException("the object was overwritten while it was copied");
        }
        return now;
    }

    /**
     * Returns the source's current object. An object that is older than the message's counts only if the source lists
     * it, as after a deletion of the newest version: otherwise a cache has answered.
     */
    public ObjectInfo current(Transfer transfer) {
        ObjectInfo now = buckets.source().head(transfer.message().key(), transfer.versionId());
        if (transfer.versionId().isEmpty()
                && transfer.message() instanceof ObjectMessage known
                && known.lastModified() != null
                && now.lastModified().isBefore(known.lastModified().truncatedTo(ChronoUnit.SECONDS))
                && !isListed(now)) {
            throw new ChangedException("HEAD " + buckets.source().name() + "/" + Printable.of(now.key())
                    + " finds an older object, of " + now.lastModified() + ", than the listed one of "
                    + known.lastModified() + ": is a cache in front of the store?");
        }
        return now;
    }

    private boolean isListed(ObjectInfo object) {
        try {
            return buckets.source().list(new ListRequest(object.key(), "", "", null, 1)).objects().stream()
                    .anyMatch(listed ->
                            listed.key().equals(object.key()) && listed.etag().equals(object.etag()));
        } catch (StoreException e) {
            return false;
        }
    }

    /** Returns whether two times are equal as far as known: headers have whole seconds, messages may have none. */
    private static boolean sameTime(Instant now, Instant copied) {
        return copied.equals(Instant.EPOCH)
                || now.truncatedTo(ChronoUnit.SECONDS).equals(copied.truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * Ends a failed upload and returns why. An upload is kept for the next run if this one was stopped, and for the
     * returning message if the failure may pass; it continues with the missing parts. Any other is aborted, also if its
     * parts don't match the source's checksum, since another attempt would reuse them.
     */
    public RuntimeException failed(Transfer transfer, Throwable failure) {
        transfer.parts().fail(failure);
        Throwable told = Failures.innermost(failure);
        boolean passing = (told instanceof TransientException && !(told instanceof ContentMismatchException))
                || told instanceof ThrottledException;
        if (!(failure instanceof StoppedException) && !(passing && transfer.mayComeBack())) {
            abort(transfer.destinationKey(), transfer.uploadId());
        }
        return cause(failure);
    }

    /** Returns why the upload was given up. A lost one says nothing about the source's object: it is copied again. */
    static RuntimeException cause(Throwable failure) {
        // No cause: routes look at the innermost exception.
        if (failure instanceof UploadGoneException gone) {
            return new ChangedException(
                    "the upload was aborted by another process: " + gone.getMessage(), gone.status(), gone.code());
        }
        return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }

    /** Aborts an upload; returns whether it succeeded. Logs a failure, which must not hide why it is aborted. */
    public boolean abort(String key, String uploadId) {
        try {
            buckets.destination().abortUpload(key, uploadId);
            records.ended(key, uploadId);
            return true;
        } catch (RuntimeException e) {
            LOG.warn(
                    "the upload {} of {} couldn't be aborted and is left behind: {}",
                    Printable.of(uploadId),
                    Printable.quoted(key),
                    Failures.line(e));
            return false;
        }
    }

    /** Aborts the upload that lost its record to the one just written, if any. */
    public void abortLeft(Transfer transfer) {
        String uploadId = transfer.leftUpload;
        if (!uploadId.isEmpty()) {
            transfer.leftUpload = "";
            abort(transfer.destinationKey(), uploadId);
        }
    }
}
