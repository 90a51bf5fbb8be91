package dev.caravan.transfer;

import dev.caravan.message.ObjectMessage;
import dev.caravan.record.JobStatus;
import dev.caravan.record.SplitRecord;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GoneException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Ends messages whose work is already done, before any transfer. Requirements: the record says that the message's
 * version is copied; the worker that copied it read the source after the message was sent, or ended later and read an
 * already old version; and the destination still holds that copy. Only a message that may be a repetition costs
 * requests: one received before, one marked by a finder, or one sent before a marked one that this worker has seen.
 */
public final class Repeats implements Predicate<Transfer> {

    /** The largest difference between the queue's own clocks, in milliseconds. */
    static final long QUEUE_CLOCKS_DIFFER = 100;

    /** The largest difference between the clocks of worker and source, in milliseconds. */
    static final long CLOCKS_DIFFER = 60_000;

    private final Function<String, SplitRecord> records;
    private final Buckets buckets;
    private final AtomicLong marked = new AtomicLong();

    /** @param records returns the record of a destination key */
    public Repeats(Function<String, SplitRecord> records, Buckets buckets) {
        this.records = records;
        this.buckets = buckets;
    }

    /** Ends the transfer if its work is done; returns whether it did. */
    @Override
    public boolean test(Transfer transfer) {
        return transfer.attempts() == 1
                && transfer.message() instanceof ObjectMessage object
                && mayBeRepeat(transfer, object)
                && isEnded(
                        transfer,
                        object.etag(),
                        object.lastModified(),
                        FleetRecords.passing(() -> records.apply(transfer.destinationKey())));
    }

    private boolean mayBeRepeat(Transfer transfer, ObjectMessage object) {
        long sent = transfer.times().sent();
        if (object.mayRepeat()) {
            marked.accumulateAndGet(sent, Math::max);
            return true;
        }
        return transfer.tries() > 1 || sent < marked.get();
    }

    /** Ends the transfer if the source's object is recorded as copied; returns whether it did. */
    boolean isEnded(Transfer transfer, String etag, Instant lastModified, SplitRecord record) {
        boolean done = record.standing().status() == JobStatus.DONE
                && !etag.isEmpty()
                && etag.equals(record.standing().sourceEtag())
                && record.size() == ((ObjectMessage) transfer.message()).size()
                && transfer.times().sent() > 0
                && (isLater(record.received(), transfer.times())
                        // A later comparison wants the object copied again despite its record.
                        || (record.standing().end() > transfer.times().sent()
                                && isUnchangedSince(record, lastModified)))
                && isAtDestination(transfer.destinationKey(), record);
        if (done) {
            transfer.repeat = true;
            transfer.end(Outcome.DONE_BEFORE);
        }
        return done;
    }

    /** Returns whether the recorded work began after the message was sent, as it did for this message itself. */
    private static boolean isLater(long received, QueueTimes times) {
        return received > 0 && (received > times.sent() + QUEUE_CLOCKS_DIFFER || received == times.received());
    }

    /** Returns whether the source's object is older than the recorded work, so that its metadata was copied. */
    private static boolean isUnchangedSince(SplitRecord record, Instant lastModified) {
        long began =
                record.received() > 0 ? record.received() : record.standing().start();
        return lastModified != null
                && !lastModified.equals(Instant.EPOCH)
                && lastModified.toEpochMilli() + CLOCKS_DIFFER < began;
    }

    private boolean isAtDestination(String key, SplitRecord record) {
        String etag = record.standing().etag();
        try {
            return !etag.isEmpty() && buckets.destination().head(key).etag().equals(etag);
        } catch (GoneException | DeniedException e) {
            return false;
        }
    }
}
