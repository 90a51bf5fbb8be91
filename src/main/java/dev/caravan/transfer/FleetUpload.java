package dev.caravan.transfer;

import dev.caravan.message.CompleteMessage;
import dev.caravan.message.Message;
import dev.caravan.message.PartPlan;
import dev.caravan.record.ArrivedPart;
import dev.caravan.record.SplitRecord;
import dev.caravan.record.dynamo.PartRecords;
import dev.caravan.record.dynamo.SplitRecords;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Splits an object over the fleet by one worker: begins or resumes the upload, records it, and creates messages for
 * missing parts. Every step may be repeated or continued by another worker.
 */
public record FleetUpload(
        Upload upload, FleetRecords records, SplitRecords splits, PartRecords parts, Repeats repeats) {

    /**
     * The result of splitting an object.
     *
     * @param way {@code fleet}: send the messages; {@code multipart}: one worker moves the object; {@code none}: others
     *     have done it
     * @param messages in queue batches, created on demand
     */
    public record Begun(String way, Iterator<List<Message>> messages) {

        private static Begun nothing(String way) {
            return new Begun(way, Collections.emptyIterator());
        }
    }

    /** Begins an object's upload, or resumes the recorded one of the same version and part size; aborts any other. */
    public Begun begin(Transfer transfer, UnaryOperator<ObjectMetadata> metadata) {
        upload.look(transfer);
        ObjectInfo source = transfer.source();
        if (source.etag().isEmpty()) {
            // Parts of two versions could be mixed. One worker looks at the source again at the end.
            return Begun.nothing("multipart");
        }
        ObjectMetadata kept = metadata.apply(source.metadata());
        SplitRecord record = FleetRecords.passing(() -> splits.find(transfer.destinationKey()));
        if (!transfer.contested() && repeats.isEnded(transfer, source.etag(), source.lastModified(), record)) {
            return Begun.nothing("none");
        }
        upload.open(transfer, resumed(transfer, record), kept);
        transfer.end(Outcome.SPLIT);
        return onRecord(transfer);
    }

    /** Returns the recorded upload's ID and takes its arrived parts; null to create a new upload. */
    private String resumed(Transfer transfer, SplitRecord record) {
        if (!record.isOpen()) {
            return null;
        }
        PartPlan plan = transfer.parts().plan();
        String uploadId = record.standing().uploadId();
        boolean same = record.standing().sourceEtag().equals(transfer.source().etag())
                && record.size() == plan.size()
                && record.partSize() == plan.partSize();
        if (!same) {
            upload.abortFound(transfer, uploadId);
            return null;
        }
        for (ArrivedPart part : FleetRecords.passing(() -> parts.arrived(uploadId))) {
            transfer.parts().recorded(part);
        }
        return uploadId;
    }

    /** Records the upload before any of its parts is sent. */
    private Begun onRecord(Transfer transfer) {
        try {
            boolean stands = records.split(transfer);
            upload.abortLeft(transfer);
            if (!stands) {
                upload.abort(transfer.destinationKey(), transfer.uploadId());
                return Begun.nothing("none");
            }
            return new Begun("fleet", messages(transfer));
        } catch (RuntimeException e) {
            throw upload.failed(transfer, e);
        }
    }

    /** Returns messages for missing parts, or to complete the object if none is missing. */
    private static Iterator<List<Message>> messages(Transfer transfer) {
        Message complete = new CompleteMessage(transfer.message().key(), transfer.uploadId());
        return transfer.parts().isComplete() ? List.of(List.of(complete)).iterator() : new PartMessages(transfer);
    }
}
