package dev.caravan.transfer;

import dev.caravan.message.CompleteMessage;
import dev.caravan.message.Message;
import dev.caravan.message.PartPlan;
import dev.caravan.record.ArrivedPart;
import dev.caravan.record.SplitRecord;
import dev.caravan.record.dynamo.PartRecords;
import dev.caravan.record.dynamo.SplitRecords;
import dev.caravan.store.ObjectMetadata;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The protocol by which one worker splits an object over the fleet: it begins the upload or goes on with the one on record, puts it on
 * record, and makes the messages of the missing parts. Every step may be done twice, or be taken up by another worker.
 */
public record FleetUpload(
        Upload upload, FleetRecords records, SplitRecords splits, PartRecords parts, Repeats repeats) {

    /**
     * What became of the attempt to split an object.
     *
     * @param way {@code fleet}: the messages are to be sent; {@code multipart}: one worker is to move the object; {@code none}: others have
     *     done it
     * @param messages in batches as the queue takes them, made as they are asked for
     */
    public record Begun(String way, Iterator<List<Message>> messages) {

        private static Begun nothing(String way) {
            return new Begun(way, Collections.emptyIterator());
        }
    }

    /** Begins the upload of an object, or goes on with the one on record of the same version, cut the same way; aborts any other. */
    public Begun begin(Transfer transfer, UnaryOperator<ObjectMetadata> metadata) {
        upload.look(transfer);
        if (transfer.source().etag().isEmpty()) {
            // Parts of two versions could be mixed. One worker looks at the source again at the end.
            return Begun.nothing("multipart");
        }
        ObjectMetadata kept = metadata.apply(transfer.source().metadata());
        SplitRecord record = FleetRecords.passing(() -> splits.find(transfer.destinationKey()));
        if (!transfer.contested() && repeats.isEnded(transfer, transfer.source(), record)) {
            return Begun.nothing("none");
        }
        upload.open(transfer, resumed(transfer, record), kept);
        transfer.end(Outcome.SPLIT);
        return onRecord(transfer);
    }

    /** Returns the ID of the upload on record, with its parts that have arrived; null where a new one is to be created. */
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

    /** Puts the upload on record before any part of it is sent. */
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

    /** Returns messages of the parts that are missing, or, where none is, that the object can be made. */
    private static Iterator<List<Message>> messages(Transfer transfer) {
        Message complete = new CompleteMessage(transfer.message().key(), transfer.uploadId());
        return transfer.parts().isComplete() ? List.of(List.of(complete)).iterator() : new PartMessages(transfer);
    }
}
