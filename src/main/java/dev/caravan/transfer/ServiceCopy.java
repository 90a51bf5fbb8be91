package dev.caravan.transfer;

import dev.caravan.message.ObjectMessage;
import dev.caravan.progress.Progress;
import dev.caravan.store.ByteRange;
import dev.caravan.store.ChangedException;
import dev.caravan.store.CopySource;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.PartRequest;
import dev.caravan.store.StorageTraits;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import dev.caravan.store.UploadedPart;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Copies objects by the destination's service, without bytes through this process.
 *
 * @param progress counts copied bytes for the rate; no bandwidth is used
 */
public record ServiceCopy(Buckets buckets, CopyPolicy policy, Progress progress) {

    /** The passing failures, such as timeouts, before an object is streamed. */
    private static final int ATTEMPTS = 2;

    private static final int NOT_FOUND = 404;
    private static final int MD5_DIGITS = 32;

    /**
     * Returns whether the service copies the object, and records whether in parts. An object without an ETag is
     * streamed, since a copy couldn't be pinned to its version.
     */
    public boolean takes(Transfer transfer) {
        boolean takes = transfer.message() instanceof ObjectMessage object
                && !object.etag().isEmpty()
                && !transfer.copyRefused()
                && policy.suits(object.size())
                && (policy.isMandatory() || transfer.attempts() <= ATTEMPTS)
                && policy.isOn();
        if (takes) {
            long size = ((ObjectMessage) transfer.message()).size();
            transfer.copiedInPartsOf(policy.isWhole(size) ? 0 : policy.partSize());
        }
        return takes;
    }

    /** Copies a whole object in one request; checks both sides if the answer doesn't prove success. */
    public void copy(Transfer transfer, Upload upload) {
        ObjectMessage object = (ObjectMessage) transfer.message();
        StorageTraits traits = policy.keepsTraits()
                ? buckets.source().head(object.key(), "", true).metadata().traits()
                : StorageTraits.NONE;
        CopySource from = policy.source(object.key(), object.etag(), traits);
        String etag = asked(transfer, () -> buckets.destination().copyObject(transfer.destinationKey(), from));
        counted(transfer, object.size());
        transfer.written(etag);
        Instant time = object.lastModified() == null ? Instant.EPOCH : object.lastModified();
        transfer.read(new ObjectInfo(object.key(), object.size(), object.etag(), false, time, "", ObjectMetadata.NONE));
        // Unless both ETags are the same MD5, a later run can compare by time only.
        if (etag.length() != MD5_DIGITS || !etag.equalsIgnoreCase(object.etag())) {
            requireWhole(transfer);
            upload.requireUnchanged(transfer);
        }
    }

    public UploadedPart copyPart(Transfer transfer, int number) {
        ByteRange range = transfer.parts().plan().range(number);
        CopySource source =
                policy.source(transfer.message().key(), transfer.source().etag(), StorageTraits.NONE);
        PartRequest part = new PartRequest(transfer.destinationKey(), transfer.uploadId(), number);
        UploadedPart copied = asked(transfer, () -> buckets.destination().copyPart(part, source, range));
        counted(transfer, copied.length());
        return copied;
    }

    private void counted(Transfer transfer, long bytes) {
        policy.succeeded();
        progress.moved(bytes);
        transfer.counted(bytes);
        progress.underWay(bytes);
    }

    private <T> T asked(Transfer transfer, Supplier<T> request) {
        try {
            return request.get();
        } catch (DeniedException | InvalidException e) {
            throw refused(transfer, e);
        } catch (ChangedException e) {
            throw changed(transfer, e);
        }
    }

    /** Asks the source whether it has changed: a store may compare the condition with another ETag than it shows. */
    private RuntimeException changed(Transfer transfer, ChangedException cause) {
        ObjectMessage object = (ObjectMessage) transfer.message();
        if (!buckets.source().head(object.key()).etag().equals(object.etag())) {
            return cause;
        }
        String message = cause.getMessage() + " (the source still has the ETag of the condition)";
        return refused(transfer, new InvalidException(message, cause.status(), cause.code()));
    }

    /** Checks the copy's size; ETags may differ. */
    public void requireWhole(Transfer transfer) {
        long size = transfer.source().size();
        try {
            long copied = buckets.destination().head(transfer.destinationKey()).size();
            if (copied != size) {
                throw new InvalidException(
                        "the service answered that it copied the object, but the copy has " + copied + " bytes and not "
                                + size,
                        "IncompleteCopy");
            }
        } catch (GoneException e) {
            // The source was copied; the copy was deleted since. No cause: routes look at the innermost exception.
            throw new TransientException("the copy is gone again: " + e.getMessage(), e.status(), e.code());
        } catch (DeniedException | InvalidException e) {
            throw refused(transfer, e);
        }
    }

    /**
     * Translates a refused or wrong copy. Unless the job forbids it the object is streamed: the service can't read the
     * source (403), doesn't know copies (501, or no valid answer), or refuses this one (400). If the service doesn't
     * find the object or bucket (404), streaming fails too and gives the reason.
     */
    private RuntimeException refused(Transfer transfer, StoreException cause) {
        boolean missing = cause instanceof InvalidException && cause.status() == NOT_FOUND;
        if (missing && (cause.code().equals("NoSuchKey") || cause.code().equals("NoSuchVersion"))) {
            // The service is asked, but only the source says that an object is gone: the next attempt asks it.
            return new ChangedException(
                    "the service finds nothing to copy: " + cause.getMessage(), cause.status(), cause.code());
        }
        if (policy.isMandatory() || missing) {
            return cause;
        }
        if (transfer.refuseCopy()) {
            policy.refused(cause);
        }
        return new CopyRefusedException(cause);
    }
}
