package dev.caravan.record.dynamo;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.record.JobStatus;
import dev.caravan.record.RecordsException;
import dev.caravan.record.ReservedKey;
import dev.caravan.record.SplitRecord;
import dev.caravan.record.StandingRecord;
import dev.caravan.record.StatusRecord;
import dev.caravan.record.UploadLeft;
import dev.caravan.record.WriteResult;
import dev.caravan.record.WriteResult.Kind;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeAction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The status records of a fleet in Amazon DynamoDB, one item for each destination key. Workers may write late or twice.
 * Each write is one conditional request, so that older data never replaces newer:
 *
 * <ul>
 * <li>a record with a sequencer never replaces one with a greater sequencer;
 * <li>no record replaces a DONE or DELETED that began after it did, unless its sequencer is greater;
 * <li>a CANCEL never replaces a DELETED;
 * <li>a record without a sequencer keeps the existing one.
 * </ul>
 *
 * Sequencers are compared byte by byte and must have equal lengths. Failures after the client's retries are a
 * {@link RecordsException}.
 */
public final class DynamoRecords {

    /** The allowed difference of two workers' clocks, in milliseconds. */
    static final long CLOCKS_DIFFER = 60_000;

    /** When an upload was about to be begun, in epoch milliseconds; removed once its ID is recorded. */
    static final String INTENT = "UploadIntent";

    /** When the queue delivered the message, in epoch milliseconds by the queue's clock. */
    static final String RECEIVED = "ReceivedTimestamp";

    private static final AttributeValueUpdate REMOVED =
            AttributeValueUpdate.builder().action(AttributeAction.DELETE).build();

    private final DynamoDbClient client;
    private final RecordsClient records;
    private final String table;

    public DynamoRecords(DynamoDbClient client, String table) {
        this.client = client;
        this.records = new RecordsClient(client);
        this.table = table;
    }

    /**
     * Checks the access to the table by reading one item.
     *
     * @throws ControlPlaneException if it fails
     */
    public void check() throws ControlPlaneException {
        new Item(client, table, ReservedKey.of("check")).check();
    }

    /**
     * Writes a record unless a newer one exists.
     *
     * @param known what this worker wrote for the same message, or found before it looked at the source: if unchanged,
     *     no other worker came between; {@link StandingRecord#NONE} if unknown
     * @param endsIntent whether to remove the note of {@link #intend}
     */
    public WriteResult write(StatusRecord record, StandingRecord known, boolean endsIntent) {
        return result(
                record,
                known,
                records.updateItem(UpdateItemRequest.builder()
                                .tableName(table)
                                .key(keyOf(record.objectKey()))
                                .attributeUpdates(updates(record, endsIntent))
                                .returnValues(ReturnValue.ALL_OLD)
                                .build())
                        .attributes());
    }

    /**
     * Returns the updates by which {@code aws2-ddb:} writes a record through a {@link RecordsClient}. Removes empty
     * attributes. A record without an event keeps the last sequencer.
     *
     * @param endsIntent whether to remove the note of {@link #intend}
     */
    public static Map<String, AttributeValueUpdate> updates(StatusRecord record, boolean endsIntent) {
        Map<String, AttributeValueUpdate> updates = new HashMap<>(32);
        record.map().forEach((name, value) -> updates.put(name, update(value)));
        updates.remove("ObjectKey");
        updates.put("Parts", record.parts() == 0 ? REMOVED : update(record.parts()));
        updates.put("PartSize", record.partSize() == 0 ? REMOVED : update(record.partSize()));
        updates.put(RECEIVED, record.received() == 0 ? REMOVED : update(record.received()));
        if (record.sequencer().isEmpty()) {
            updates.remove("Sequencer");
        }
        if (endsIntent) {
            updates.put(INTENT, REMOVED);
        }
        return updates;
    }

    static AttributeValueUpdate update(Object value) {
        return value.equals("")
                ? REMOVED
                : AttributeValueUpdate.builder().value(Item.value(value)).build();
    }

    /**
     * Returns the result of a record written through a {@link RecordsClient}.
     *
     * @param known as for {@link #write}
     * @param answer all returned attributes; empty if the record went elsewhere
     */
    @SuppressWarnings("unchecked")
    public static WriteResult result(StatusRecord record, StandingRecord known, Map<String, ?> answer) {
        StandingRecord other = standing((Map<String, AttributeValue>) answer);
        if (answer.containsKey(RecordsClient.REFUSED)) {
            return new WriteResult(Kind.REFUSED, other, other);
        }
        Kind kind = isContested(other, record, known) ? Kind.CONTESTED : Kind.WRITTEN;
        return new WriteResult(kind, other, record.standing(other.sequencer()));
    }

    /**
     * Returns whether another worker ended its work on the key after we began. Also true if our own request was
     * repeated after a lost answer, since the previous record is unknown then.
     */
    private static boolean isContested(StandingRecord previous, StatusRecord record, StandingRecord known) {
        boolean sameUpload = !record.uploadId().isEmpty()
                && record.uploadId().equals(previous.uploadId())
                && (previous.status() == JobStatus.STARTED || previous.status() == JobStatus.SPLIT_DONE);
        return previous.end() >= record.start().toEpochMilli() - CLOCKS_DIFFER
                && !previous.equals(known)
                && !sameUpload;
    }

    /**
     * Records the sequencer of a removal before the deletion, unless a later event is on record. The same event may
     * claim again.
     *
     * @return {@link Kind#WRITTEN}, or {@link Kind#REFUSED} for a stale event
     */
    public WriteResult claim(String key, String sequencer) {
        UpdateItemRequest request = new Item(client, table, key)
                .update("SET Sequencer = :sequencer", Map.of(":sequencer", sequencer))
                .conditionExpression("attribute_not_exists(Sequencer) OR Sequencer <= :sequencer")
                .returnValues(ReturnValue.ALL_OLD)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        try {
            StandingRecord previous = standing(client.updateItem(request).attributes());
            return new WriteResult(Kind.WRITTEN, previous, previous.with(sequencer));
        } catch (ConditionalCheckFailedException e) {
            StandingRecord newer = standing(e.hasItem() ? e.item() : Map.of());
            return new WriteResult(Kind.REFUSED, newer, newer);
        } catch (SdkException e) {
            throw new RecordsException("can't write to", table, e);
        }
    }

    /**
     * Notes that an upload of the key is about to be begun. Keeps an existing note, of a worker that ended before it
     * recorded its upload.
     *
     * @return whether the note is new, so that the caller may remove it
     */
    public boolean intend(String key) {
        Map<String, ?> values = Map.of(":now", System.currentTimeMillis());
        UpdateItemRequest request = new Item(client, table, key)
                .update("SET " + INTENT + " = if_not_exists(" + INTENT + ", :now)", values)
                .returnValues(ReturnValue.UPDATED_OLD)
                .build();
        return RecordsException.calling(
                "can't write to",
                table,
                () -> !client.updateItem(request).attributes().containsKey(INTENT));
    }

    /** Returns the key's unfinished upload; null if none. */
    public UploadLeft find(String key) {
        Map<String, AttributeValue> item = new Item(client, table, key).readRecord();
        String uploadId = text(item, "UploadId");
        return uploadId.isEmpty() || !SplitRecord.OPEN.contains(status(item))
                ? null
                : new UploadLeft(uploadId, text(item, "SourceEtag"), number(item, "Size"));
    }

    public static Map<String, AttributeValue> keyOf(String key) {
        return Map.of("ObjectKey", AttributeValue.fromS(key));
    }

    static StandingRecord standing(Map<String, AttributeValue> item) {
        return item.isEmpty()
                ? StandingRecord.NONE
                : new StandingRecord(
                        status(item),
                        text(item, "Etag"),
                        text(item, "SourceEtag"),
                        text(item, "Sequencer"),
                        text(item, "UploadId"),
                        number(item, "StartTimestamp"),
                        number(item, "EndTimestamp"));
    }

    /** Reads the status; null if missing or unknown. */
    static JobStatus status(Map<String, AttributeValue> item) {
        return named(JobStatus.values(), text(item, "JobStatus"), null);
    }

    /** Returns the constant of a name, which other programs may have written. */
    static <E extends Enum<E>> E named(E[] constants, String name, E otherwise) {
        for (E constant : constants) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        return otherwise;
    }

    /** Reads a text; empty if missing. */
    static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null || value.s() == null ? "" : value.s();
    }

    /** Reads a number; one written by other programs may have a fraction. */
    static long number(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null || value.n() == null ? 0 : new BigDecimal(value.n()).longValue();
    }
}
