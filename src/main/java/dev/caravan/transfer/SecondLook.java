package dev.caravan.transfer;

import dev.caravan.message.DeleteMessage;
import dev.caravan.record.JobStatus;
import dev.caravan.record.StandingRecord;
import dev.caravan.store.ObjectInfo;
import java.time.Instant;

/**
 * Compares both stores after concurrent work. Every worker records after changing the destination, so of two workers on
 * a key the later record detects the other, when both have finished.
 */
public final class SecondLook {

    /** The action to take. */
    public enum Verdict {
        /** None: the record is correct. */
        agrees,
        /** Record that the destination is right. */
        record,
        /** Copy the object again. */
        copy,
        /** Delete the object at the destination. */
        delete
    }

    private SecondLook() {}

    /** Asks both stores and, unless they agree, turns the transfer into the needed action. */
    public static Verdict look(Transfer transfer, Buckets buckets) {
        Instant began = Instant.now();
        ObjectInfo source = buckets.source().find(transfer.message().key());
        ObjectInfo destination = buckets.destination().find(transfer.destinationKey());
        Verdict verdict = judge(transfer, source, destination);
        if (verdict != Verdict.agrees) {
            transfer.becomes(source, began);
        }
        if (verdict == Verdict.record) {
            transfer.read(source);
            transfer.written(destination == null ? "" : destination.etag());
        }
        return verdict;
    }

    /** Decides by the objects in the two stores (null if missing), this worker's action and the known records. */
    static Verdict judge(Transfer transfer, ObjectInfo source, ObjectInfo destination) {
        if (source == null) {
            return withoutSource(transfer, destination);
        }
        if (destination == null || !isCopy(source, destination, transfer)) {
            return Verdict.copy;
        }
        return says(transfer.known(), source, destination) ? Verdict.agrees : Verdict.record;
    }

    /** Decides without a source object: deletes only on request, since an object may outlive its source. */
    private static Verdict withoutSource(Transfer transfer, ObjectInfo destination) {
        boolean toBeDeleted = transfer.message() instanceof DeleteMessage
                || transfer.contestant().status() == JobStatus.DELETED
                || transfer.known().status() == JobStatus.DELETED;
        if (!toBeDeleted) {
            return Verdict.agrees;
        }
        if (destination != null) {
            return Verdict.delete;
        }
        return transfer.known().status() == JobStatus.DELETED ? Verdict.agrees : Verdict.record;
    }

    /**
     * Returns whether the destination has the source's object: by our copy, the other worker's, or digests. An
     * encrypted object gets a new ETag with every PUT; workers that know each other's copies don't copy forever.
     */
    private static boolean isCopy(ObjectInfo source, ObjectInfo destination, Transfer transfer) {
        return (transfer.source() != null
                        && isSame(transfer.source(), source)
                        && transfer.destinationEtag().equals(destination.etag()))
                || says(transfer.contestant(), source, destination)
                || says(transfer.known(), source, destination)
                || (source.etagIsMd5()
                        && destination.etagIsMd5()
                        && source.size() == destination.size()
                        && source.etag().equalsIgnoreCase(destination.etag()));
    }

    private static boolean isSame(ObjectInfo copied, ObjectInfo now) {
        return copied.size() == now.size()
                && copied.etag().equals(now.etag())
                && (!now.etag().isEmpty() || copied.lastModified().equals(now.lastModified()));
    }

    private static boolean says(StandingRecord record, ObjectInfo source, ObjectInfo destination) {
        return record.status() == JobStatus.DONE
                && !source.etag().isEmpty()
                && record.sourceEtag().equals(source.etag())
                && record.etag().equals(destination.etag());
    }
}
