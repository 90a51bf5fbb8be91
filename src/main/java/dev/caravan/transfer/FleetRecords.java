package dev.caravan.transfer;

import dev.caravan.message.DeleteMessage;
import dev.caravan.message.HistoryMessage;
import dev.caravan.record.JobStatus;
import dev.caravan.record.RecordsException;
import dev.caravan.record.SplitRecord;
import dev.caravan.record.StandingRecord;
import dev.caravan.record.StatusRecord;
import dev.caravan.record.UploadLeft;
import dev.caravan.record.WriteResult;
import dev.caravan.record.WriteResult.Kind;
import dev.caravan.record.dynamo.DynamoRecords;
import dev.caravan.record.dynamo.HistoryLeases;
import dev.caravan.store.TransientException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;

/** The status records of a fleet, which also hold its uploads, as transfers write and read them. */
public record FleetRecords(DynamoRecords records) implements UploadRecords {

    /** The note on an upload whose ID a refused record names. */
    private static final String KNOWN = "known";

    @Override
    public Map<String, ?> updates(Transfer transfer, StatusRecord record) {
        if (isOnRecord(transfer, record)) {
            return null;
        }
        Map<String, AttributeValueUpdate> updates = DynamoRecords.updates(record, endsIntent(transfer, record));
        if (transfer.history() != null) {
            HistoryLeases.require(updates, transfer.history().owner);
        }
        return updates;
    }

    /**
     * Reports another worker's concurrent record to the transfer. Two workers never copy versions of one key at the
     * same time: a refused record of a version means that another worker has the key's lease.
     */
    @Override
    public void recorded(Transfer transfer, StatusRecord record, Map<String, ?> answer) {
        if (isOnRecord(transfer, record)) {
            return;
        }
        WriteResult result = noted(transfer, record, DynamoRecords.result(record, transfer.known(), answer));
        if (transfer.message() instanceof HistoryMessage) {
            return;
        }
        if (transfer.history() != null) {
            if (result.kind() == Kind.REFUSED) {
                transfer.losesHistory();
            }
            return;
        }
        if (result.kind() == Kind.REFUSED && isOfClockAhead(result.other(), record, transfer)) {
            result = inItsPlace(transfer, record, result);
        }
        if (result.kind() != Kind.WRITTEN || isKept(record, transfer)) {
            transfer.contestedBy(result.other(), result.kind() == Kind.REFUSED);
        }
    }

    /**
     * Returns whether a failure was refused by a record whose work begins in the future, so that a clock was ahead. A
     * message is tried a second time first, since another worker may just have copied its object.
     */
    private static boolean isOfClockAhead(StandingRecord other, StatusRecord record, Transfer transfer) {
        return record.jobStatus() == JobStatus.ERROR
                && (!transfer.mayComeBack() || transfer.tries() > 1)
                && other.start() > System.currentTimeMillis();
    }

    /** Writes a refused failure with the time of the record that refused it. If that fails, the message returns. */
    private WriteResult inItsPlace(Transfer transfer, StatusRecord record, WriteResult refused) {
        StatusRecord later = record.begunAt(Instant.ofEpochMilli(refused.other().start()));
        try {
            return noted(transfer, later, records.write(later, refused.other(), endsIntent(transfer, later)));
        } catch (RecordsException e) {
            return refused;
        }
    }

    /**
     * Returns whether a split is on record, which happens before its parts are queued, or a needless transfer's record
     * exists. A later record may have replaced it.
     */
    private static boolean isOnRecord(Transfer transfer, StatusRecord record) {
        return record.jobStatus() == JobStatus.SPLIT_DONE
                || (record.jobStatus() == JobStatus.CANCEL && (transfer.refused() || transfer.repeat));
    }

    /** Returns whether a deletion was cancelled, though an earlier attempt may have deleted the object. */
    private static boolean isKept(StatusRecord record, Transfer transfer) {
        return record.jobStatus() == JobStatus.CANCEL && transfer.message() instanceof DeleteMessage;
    }

    /**
     * Writes an upload's record before its parts are sent, so that every worker continues this upload.
     *
     * @return whether it was written; else the transfer is contested and ends as needless
     */
    public boolean split(Transfer transfer) {
        StatusRecord record = transfer.record(Instant.now());
        WriteResult written = passing(() -> records.write(record, transfer.known(), endsIntent(transfer, record)));
        WriteResult result = noted(transfer, record, written);
        if (result.kind() == Kind.REFUSED) {
            transfer.contestedBy(result.other(), true);
            transfer.end(Outcome.DONE_BY_ANOTHER);
        }
        return result.kind() != Kind.REFUSED;
    }

    /**
     * Returns whether the record ends the note of an upload: it names one, it follows a refused one that did, or the store
     * refused to begin it.
     */
    private static boolean endsIntent(Transfer transfer, StatusRecord record) {
        return (!record.uploadId().isEmpty() || transfer.isRefusedByStore() || KNOWN.equals(transfer.uploadIntent))
                && transfer.uploadIntent != null;
    }

    private static WriteResult noted(Transfer transfer, StatusRecord record, WriteResult result) {
        StandingRecord known = transfer.known();
        transfer.knows(result.left());
        transfer.leftUpload = "";
        if (endsIntent(transfer, record)) {
            transfer.uploadIntent = result.kind() == Kind.REFUSED ? KNOWN : null;
        }
        if (result.kind() != Kind.REFUSED) {
            // This transfer has ended the uploads that it left there, or found there and aborted.
            if (leaves(result.other(), record)
                    && !result.other().equals(known)
                    && !result.other().uploadId().equals(transfer.endedUpload)) {
                transfer.leftUpload = result.other().uploadId();
            }
        }
        return result;
    }

    /** Returns whether the record replaced the only one that names another unfinished upload. */
    private static boolean leaves(StandingRecord before, StatusRecord record) {
        return before.status() != null
                && SplitRecord.OPEN.contains(before.status())
                && !before.uploadId().isEmpty()
                && !before.uploadId().equals(record.uploadId());
    }

    /**
     * Records the event of a deletion before the source is asked. Returns whether no later event is on record; else the
     * transfer ends as needless.
     */
    public boolean claim(Transfer transfer) {
        String sequencer = transfer.message().sequencer();
        if (sequencer.isEmpty()) {
            return true;
        }
        WriteResult result = passing(() -> records.claim(transfer.destinationKey(), sequencer));
        transfer.knows(result.left());
        if (result.kind() == Kind.REFUSED) {
            transfer.contestedBy(result.other(), true);
            transfer.end(Outcome.needless("a later event is on record"));
        }
        return result.kind() != Kind.REFUSED;
    }

    @Override
    public UploadLeft find(String destinationKey) {
        return passing(() -> records.find(destinationKey));
    }

    @Override
    public void intended(Transfer transfer) {
        boolean ours = passing(() -> records.intend(transfer.destinationKey()));
        transfer.uploadIntent = ours ? Boolean.TRUE : null;
    }

    /** Returns the table's answer. If the table is unavailable, the message returns to the queue. */
    static <T> T passing(Supplier<T> request) {
        try {
            return request.get();
        } catch (RecordsException e) {
            // No cause: routes look at the innermost exception.
            throw new TransientException(e.getMessage());
        }
    }

    /** Makes a request like {@link #passing(Supplier)}. */
    static void passing(Runnable request) {
        passing(() -> {
            request.run();
            return null;
        });
    }
}
