package dev.caravan.transfer;

import dev.caravan.message.DeleteMessage;
import dev.caravan.record.JobStatus;
import dev.caravan.record.StandingRecord;
import dev.caravan.store.GoneException;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectStore;
import java.time.Instant;

/**
 * Judges what both stores hold after another worker came between. Every worker records after it has touched the destination, so of two
 * that had a key in hand the one that records later learns of the other; by then both have done their work.
 */
public final class SecondLook {

    /** What is to be done. */
    public enum Verdict {
        /** Nothing: what stands on record is true. */
        agrees,
        /** The destination holds what it should, and the record is to say so. */
        record,
        /** The object is to be copied anew. */
        copy,
        /** The object is to be deleted at the destination. */
        delete
    }

    private SecondLook() {}

    /** Asks both stores, judges, and makes the transfer one of what is there now unless nothing is to be done. */
    public static Verdict look(Transfer transfer, Buckets buckets) {
        Instant began = Instant.now();
        ObjectInfo source = seen(buckets.source(), transfer.message().key());
        ObjectInfo destination = seen(buckets.destination(), transfer.destinationKey());
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

    private static ObjectInfo seen(ObjectStore store, String key) {
        try {
            return store.head(key);
        } catch (GoneException none) {
            return null;
        }
    }

    /** Judges by what the two stores hold, null where one has no such object, what this worker did, and what it knows of the others' records. */
    static Verdict judge(Transfer transfer, ObjectInfo source, ObjectInfo destination) {
        if (source == null) {
            return withoutSource(transfer, destination);
        }
        if (destination == null || !isCopy(source, destination, transfer)) {
            return Verdict.copy;
        }
        return says(transfer.known(), source, destination) ? Verdict.agrees : Verdict.record;
    }

    /** Only what somebody asked to be deleted is: an object may well outlive its source. */
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
     * Whether the destination holds what the source holds: as we copied it, as the other worker did, or as the digests say. An
     * encrypted object gets another ETag with every PUT; two workers that know each other's copies don't copy for ever.
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
