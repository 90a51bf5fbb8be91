package dev.caravan.transfer;

import dev.caravan.job.StoreType;
import dev.caravan.job.VerifyMode;
import dev.caravan.local.LocalTable;
import dev.caravan.local.MemoryStore;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.message.PartMessage;
import dev.caravan.message.UploadMessage;
import dev.caravan.progress.FewLines;
import dev.caravan.progress.Progress;
import dev.caravan.record.JobStatus;
import dev.caravan.record.StandingRecord;
import dev.caravan.record.StatusRecord;
import dev.caravan.record.dynamo.DynamoRecords;
import dev.caravan.record.dynamo.PartRecords;
import dev.caravan.record.dynamo.SplitRecords;
import dev.caravan.store.ByteRange;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.PartRequest;
import dev.caravan.store.UploadedPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Runs the protocols of a fleet between two buckets in memory, with real tables and without routes. Each message is one
 * call.
 */
final class FleetOfTwo {

    static final int PART = 5 << 20;
    static final Retry RETRY = new Retry(1, 1, 1, 1, new Progress().passing());

    final TwoStores stores = new TwoStores();
    final MemoryStore source = stores.source;
    final MemoryStore destination = stores.destination;

    /** The objects that were given up, with the reasons. */
    final List<String> givenUp = new ArrayList<>();

    final LocalTable table;
    final DynamoRecords records;
    final FleetUpload fleet;
    final FleetStep step;

    private final Upload upload;

    FleetOfTwo(LocalTable table) {
        this.table = table;
        records = new DynamoRecords(table.client(), LocalTable.NAME);
        upload = new Upload(stores, new FleetRecords(records), PART, VerifyMode.AUTO, RETRY);
        fleet = over(records);
        step = new FleetStep(
                stores,
                upload,
                new SplitRecords(table.client(), LocalTable.NAME),
                new PartRecords(table.client(), LocalTable.PARTS),
                VerifyMode.AUTO,
                StoreType.S3,
                () -> false,
                2,
                (transfer, why) -> givenUp.add(transfer.destinationKey() + ": " + why),
                new FewLines());
    }

    /** Empties the stores and lists. The records stay. */
    void renew() {
        source.clear();
        destination.clear();
        givenUp.clear();
    }

    /** Returns the protocol that splits objects and writes their records to another table. */
    FleetUpload over(DynamoRecords others) {
        return new FleetUpload(
                upload,
                new FleetRecords(others),
                new SplitRecords(table.client(), LocalTable.NAME),
                new PartRecords(table.client(), LocalTable.PARTS),
                new Repeats(new SplitRecords(table.client(), LocalTable.NAME)::find, stores));
    }

    /** Returns the message of the current object of the source. */
    ObjectMessage object(String key) {
        ObjectInfo info = source.head(key);
        source.log.clear();
        return new ObjectMessage(key, info.size(), info.etag(), info.lastModified());
    }

    /** Returns a transfer of an object in its first attempt. */
    static Transfer transfer(ObjectMessage object, int triesBefore, Boolean lastTry) {
        Transfer transfer = new Transfer(object, triesBefore, lastTry);
        transfer.name(object.key());
        transfer.beginAttempt(null);
        return transfer;
    }

    /** Splits an object, and returns the messages that go onto the queue. */
    List<Message> split(String key) {
        return all(fleet.begin(transfer(object(key), 0, false), UnaryOperator.identity())
                .messages());
    }

    /**
     * Copies an object to the destination and records it.
     *
     * @param received when the queue delivered the message, in milliseconds
     */
    void made(String key, long received) {
        ObjectMessage object = object(key);
        destination.with(key, source.bytes(key));
        records.write(
                new StatusRecord(
                        key,
                        JobStatus.DONE,
                        object.size(),
                        destination.head(key).etag(),
                        object.etag(),
                        "",
                        Instant.now(),
                        Instant.now(),
                        1,
                        "",
                        "made upload",
                        3,
                        PART,
                        received),
                StandingRecord.NONE,
                false);
    }

    static List<Message> all(Iterator<List<Message>> batches) {
        List<Message> all = new ArrayList<>();
        batches.forEachRemaining(all::addAll);
        return all;
    }

    /** Returns a transfer of a message about an upload. */
    static Transfer transfer(Message message, int triesBefore, Boolean lastTry) {
        Transfer transfer = new Transfer((UploadMessage) message, triesBefore, lastTry);
        transfer.name(message.key());
        return transfer;
    }

    FleetStep.Step begin(Message message) {
        return step.begin(transfer(message, 0, false));
    }

    /** Moves a part unless it exists at the destination, as the route does. Returns whether bytes were moved. */
    boolean move(Message message) {
        PartMessage part = (PartMessage) message;
        Transfer transfer = transfer(part, 0, false);
        if (step.begin(transfer) != FleetStep.Step.part || step.hasArrived(transfer)) {
            return false;
        }
        GetRequest range = new GetRequest(part.key(), new ByteRange(part.offset(), part.length()), part.etag(), -1);
        try (ObjectContent content = source.get(range)) {
            PartRequest request = new PartRequest(part.key(), part.uploadId(), part.partNumber());
            record(step.partDone(transfer, destination.uploadPart(request, content), null));
        }
        return true;
    }

    /** Writes the item of a part, as {@code aws2-ddb:} does. */
    @SuppressWarnings("unchecked")
    void record(Map<String, ?> item) {
        table.client().putItem(put -> put.tableName(LocalTable.PARTS).item((Map<String, AttributeValue>) item));
    }

    /** Returns the item that records a part. */
    Map<String, ?> done(Message message, UploadedPart part) {
        Transfer transfer = transfer(message, 0, false);
        step.begin(transfer);
        return step.partDone(transfer, part, null);
    }

    /** Returns the messages of parts that must be moved again; empty if the object is complete. */
    List<Message> complete(Message message) {
        Transfer transfer = transfer(message, 0, false);
        step.begin(transfer);
        Iterator<List<Message>> again = step.complete(transfer);
        return again == null ? List.of() : all(again);
    }

    String status(String key) {
        return table.attribute(key, "JobStatus");
    }
}
