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
 * The protocol of a multipart upload that one worker fills: create or resume, parts, complete or abort, and recognise a lost answer.
 * Only an upload that our own record names is resumed: one that a listing shows may be anybody's.
 *
 * @param leastPartSize parts are no smaller than this, in bytes, 5 MiB to 5 GiB
 * @param verify with what the parts are compared
 */
public record Upload(Buckets buckets, UploadRecords records, long leastPartSize, VerifyMode verify) {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    /**
     * Begins the upload of an object, or goes on with the one that an earlier attempt or run left of the same version, cut the same way.
     * Aborts what it left of another version.
     *
     * @param changesParts whether a user's steps see the bytes of the parts; nothing is resumed then
     * @param metadata what the upload gets in place of the source's metadata
     */
    public void begin(Transfer transfer, boolean changesParts, UnaryOperator<ObjectMetadata> metadata) {
        look(transfer);
        transfer.changesParts(changesParts);
        ObjectMetadata kept = metadata.apply(transfer.source().metadata());
        open(transfer, resumed(transfer, changesParts), kept);
        transfer.end(Outcome.STARTED);
        try {
            records.begun(transfer);
        } catch (RuntimeException e) {
            throw failed(transfer, e);
        }
    }

    /** Goes on with an upload, or creates one for the ID null. That it is about to begin is on record before the store is asked. */
    void open(Transfer transfer, String resumed, ObjectMetadata metadata) {
        String uploadId = resumed;
        if (uploadId == null) {
            records.intended(transfer);
            uploadId = buckets.destination().createUpload(transfer.destinationKey(), metadata);
        }
        transfer.uploading(uploadId, transfer.parts());
    }

    /** Asks the source with HEAD: it must still have the object of the message. How it is cut follows from its size. */
    void look(Transfer transfer) {
        ObjectMessage message = (ObjectMessage) transfer.message();
        ObjectInfo info = buckets.source().describe(message.key(), message.versionId());
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

    /** Returns the ID of the upload to go on with; null where a new one is to be created. */
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
        } catch (UploadGoneException e) {
            records.ended(transfer.destinationKey(), left.uploadId());
            return null;
        }
        abortFound(transfer, left.uploadId());
        return null;
    }

    /** Aborts an upload that another attempt left on record. */
    void abortFound(Transfer transfer, String uploadId) {
        if (abort(transfer.destinationKey(), uploadId)) {
            transfer.endsUpload(uploadId);
        }
    }

    /** Notes a part that the destination has, and the sum of the bytes that were read for it; null where none was computed. */
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
     * Makes the object of its parts, which must be what the source keeps. If a part or the request failed for good, ends the upload and
     * throws the failure.
     */
    public void complete(Transfer transfer, Retry retry) {
        Throwable failed = transfer.parts().failure();
        try {
            if (failed != null) {
                throw failed;
            }
            transfer.parts().requireAsKept();
            make(transfer, retry);
        } catch (Throwable e) {
            throw failed(transfer, e);
        }
    }

    /**
     * Asks for the object to be made of its parts. If the request fails, looks whether an earlier one made the object and its answer was
     * lost or can't be read.
     */
    void make(Transfer transfer, Retry retry) {
        List<UploadedPart> parts = transfer.parts().all();
        String key = transfer.destinationKey();
        try {
            retry.run(
                    transfer,
                    () -> transfer.written(buckets.destination().completeUpload(key, transfer.uploadId(), parts)));
        } catch (UploadGoneException | InvalidException | OccupiedException e) {
            transfer.written(made(transfer, parts, e).etag());
        }
        records.ended(key, transfer.uploadId());
        transfer.end(Outcome.DONE);
    }

    /** Returns the object at the destination if it has the size and the ETag that these parts make; else throws why the request failed. */
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

    /** Asks the source once more: what was copied must still be what is there. Returns what it shows. */
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

    /** Headers tell whole seconds, listings may tell more, and messages may tell no time at all. */
    private static boolean sameTime(Instant now, Instant copied) {
        return copied.equals(Instant.EPOCH)
                || now.truncatedTo(ChronoUnit.SECONDS).equals(copied.truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * Ends an upload that failed, and returns why. An upload stays for the next run where this one was stopped, and for the message that
     * comes back where the failure may pass; those go on with the missing parts. Any other is aborted, also where the parts aren't what
     * the source keeps: another attempt would take them for good.
     */
    public RuntimeException failed(Transfer transfer, Throwable failure) {
        transfer.parts().fail(failure);
        Throwable told = Failures.told(failure);
        boolean passing = (told instanceof TransientException && !(told instanceof ContentMismatchException))
                || told instanceof ThrottledException;
        if (!(failure instanceof StoppedException) && !(passing && transfer.mayComeBack())) {
            abort(transfer.destinationKey(), transfer.uploadId());
        }
        return cause(failure);
    }

    /**
     * Returns why the upload was given up. That the destination has lost the upload says nothing about the source's object: it is copied
     * anew.
     */
    static RuntimeException cause(Throwable failure) {
        // Without the cause: routes look for the innermost.
        if (failure instanceof UploadGoneException gone) {
            return new ChangedException(
                    "the upload was aborted by somebody else: " + gone.getMessage(), gone.status(), gone.code(), null);
        }
        return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }

    /**
     * Aborts an upload. A failure is logged and goes no further, so that it doesn't hide why the upload was to be aborted.
     *
     * @return whether it is aborted
     */
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

    /** Aborts the upload that lost its record to the one just written, if there is one. */
    public void abortLeft(Transfer transfer) {
        if (!transfer.leftUpload().isEmpty()) {
            String uploadId = transfer.leftUpload();
            transfer.leavesUpload("");
            abort(transfer.destinationKey(), uploadId);
        }
    }
}
