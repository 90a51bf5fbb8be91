package dev.caravan.transfer;

import dev.caravan.message.ObjectMessage;
import dev.caravan.record.JobStatus;
import dev.caravan.record.SplitRecord;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GoneException;
import dev.caravan.store.ObjectInfo;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Ends messages that ask for what is done already, before any byte is moved. Three things must hold: the record says that the version of the
 * message is copied; the worker that copied it read the source after the message was sent, or ended after that and read a version that was
 * old already; and the destination still holds what that worker wrote.
 *
 * <p>Only a message that may be a repeat costs the requests for that: one that was received before, one that a finder has marked, or one
 * that was sent before a marked one that this worker has seen.
 */
public final class Repeats implements Predicate<Transfer> {

    /** The largest difference between the clocks of the queue's own machines, in milliseconds. */
    static final long QUEUE_CLOCKS_DIFFER = 100;

    /** The largest difference between the clocks of a worker and of the source, in milliseconds. */
    static final long CLOCKS_DIFFER = 60_000;

    private final Function<String, SplitRecord> records;
    private final Buckets buckets;
    private final AtomicLong marked = new AtomicLong();

    /**
     * Nothing is ended yet.
     *
     * @param records returns what stands on record for a key of the destination
     */
    public Repeats(Function<String, SplitRecord> records, Buckets buckets) {
        this.records = records;
        this.buckets = buckets;
    }

    /** Ends the transfer if its message asks for what is done. Returns whether it did. */
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

    /** Ends the transfer if the record says that what the source holds is copied. Returns whether it did. */
    boolean isEnded(Transfer transfer, ObjectInfo source, SplitRecord record) {
        return isEnded(transfer, source.etag(), source.lastModified(), record);
    }

    private boolean isEnded(Transfer transfer, String etag, Instant lastModified, SplitRecord record) {
        boolean done = record.standing().status() == JobStatus.DONE
                && !etag.isEmpty()
                && etag.equals(record.standing().sourceEtag())
                && record.size() == ((ObjectMessage) transfer.message()).size()
                && transfer.times().sent() > 0
                && (isLater(record.received(), transfer.times())
                        || (wasInHand(record, transfer.times()) && isUnchangedSince(record, lastModified)))
                && isAtDestination(transfer.destinationKey(), record);
        if (done) {
            transfer.endsAsRepeat();
        }
        return done;
    }

    /** Returns whether the recorded work began after the message was sent. It did where it was of this very message. */
    private static boolean isLater(long received, QueueTimes times) {
        return received > 0 && (received > times.sent() + QUEUE_CLOCKS_DIFFER || received == times.received());
    }

    /**
     * Returns whether the recorded work ended after the message was sent. A comparison that sends its message later wants the object copied
     * again, whatever the record says.
     */
    private static boolean wasInHand(SplitRecord record, QueueTimes times) {
        return record.standing().end() > times.sent();
    }

    /** Returns whether the source's object is older than the recorded work, so that its metadata are those that were copied. */
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
