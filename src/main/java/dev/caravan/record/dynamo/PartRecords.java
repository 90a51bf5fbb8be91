package dev.caravan.record.dynamo;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.checksum.PartSum;
import dev.caravan.record.ArrivedPart;
import dev.caravan.record.RecordsException;
import dev.caravan.record.ReservedKey;
import dev.caravan.store.UploadedPart;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** The parts of giant objects in Amazon DynamoDB, one item for each that has arrived or failed. */
public record PartRecords(DynamoDbClient client, String table) {

    static final String DONE = "PART_DONE";
    private static final String ERROR = "PART_ERROR";

    /** The checksum of a part's bytes, for verification against the source's checksum of the whole. */
    private static final String SUM = "SourceChecksum";

    /**
     * The number of times that the combined parts of an upload differed from the source's checksum. Stored as part 0.
     */
    private static final String MISMATCHES = "Mismatches";

    /**
     * Checks the access to the table by reading one item.
     *
     * @throws ControlPlaneException if it fails
     */
    public void check() throws ControlPlaneException {
        at(ReservedKey.of("check"), 0).check();
    }

    /** Returns an upload's arrived parts by number, at most 10,000. */
    public List<ArrivedPart> arrived(String uploadId) {
        return calling(
                "can't read from",
                () -> parts(uploadId, DONE).map(PartRecords::part).toList());
    }

    /** Returns a part if it has arrived. */
    public Optional<ArrivedPart> arrived(String uploadId, int partNumber) {
        Map<String, AttributeValue> item = at(uploadId, partNumber).readRecord();
        return DynamoRecords.text(item, "JobStatus").equals(DONE) ? Optional.of(part(item)) : Optional.empty();
    }

    /** Returns the item of an arrived part, which replaces any other. */
    public static Map<String, ?> itemOf(String uploadId, ArrivedPart arrived, int attempts, Instant when) {
        UploadedPart part = arrived.part();
        Map<String, AttributeValue> item = item(uploadId, part.partNumber(), DONE, attempts, when);
        item.put("Etag", Item.value(part.etag()));
        item.put("Length", Item.value(part.length()));
        if (arrived.sum() != null) {
            item.put(SUM, Item.value(arrived.sum().text()));
        }
        return item;
    }

    /** Returns why a part of an upload failed for good, with the lowest number first; empty if none failed. */
    public Optional<String> failure(String uploadId) {
        return calling(
                "can't read from",
                () -> parts(uploadId, ERROR)
                        .findFirst()
                        .map(item -> DynamoRecords.text(item, "Error") + " (part "
                                + DynamoRecords.number(item, "PartNumber") + ")"));
    }

    private Stream<Map<String, AttributeValue>> parts(String uploadId, String status) {
        return client
                .queryPaginator(ask -> ask.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("UploadId = :upload")
                        .filterExpression("JobStatus = :status")
                        .projectionExpression("PartNumber, Etag, #length, #error, " + SUM)
                        .expressionAttributeNames(Map.of("#length", "Length", "#error", "Error"))
                        .expressionAttributeValues(Item.values(Map.of(":upload", uploadId, ":status", status))))
                .items()
                .stream();
    }

    /** Records a final failure, unless the part has arrived. */
    public void failed(String uploadId, int partNumber, String error, int attempts) {
        Map<String, AttributeValue> item = item(uploadId, partNumber, ERROR, attempts, Instant.now());
        item.put("Error", Item.value(error));
        put(item, "attribute_not_exists(JobStatus) OR JobStatus <> :known", DONE);
    }

    /** Replaces an item, unless the condition on what is known of it no longer holds. */
    private void put(Map<String, AttributeValue> item, String condition, Object known) {
        calling("can't write to", () -> {
            try {
                return client.putItem(put -> put.tableName(table)
                        .item(item)
                        .conditionExpression(condition)
                        .expressionAttributeValues(Map.of(":known", Item.value(known))));
            } catch (ConditionalCheckFailedException e) {
                return null;
            }
        });
    }

    /** Invalidates the record of a part, so that it is moved and counted again. */
    public void forget(String uploadId, int partNumber) {
        calling(
                "can't write to",
                () -> client.deleteItem(what ->
                        what.tableName(table).key(at(uploadId, partNumber).key())));
    }

    /**
     * Records that the combined parts differ from the source's checksum.
     *
     * @return how often that has happened, this time included; two workers that find the same count it once
     */
    public int mismatched(String uploadId) {
        Item mismatches = at(uploadId, 0);
        long before = DynamoRecords.number(mismatches.readRecord(), MISMATCHES);
        Map<String, AttributeValue> item = new HashMap<>(mismatches.key());
        item.put(MISMATCHES, Item.value(before + 1));
        put(item, "attribute_not_exists(Mismatches) OR Mismatches = :known", before);
        return (int) before + 1;
    }

    private <T> T calling(String what, Supplier<T> call) {
        return RecordsException.calling(what, table, call);
    }

    private Item at(String uploadId, int partNumber) {
        return new Item(client, table, Item.values(Map.of("UploadId", uploadId, "PartNumber", partNumber)));
    }

    private static Map<String, AttributeValue> item(
            String uploadId, int partNumber, String status, int attempts, Instant when) {
        return Item.values(Map.of(
                "UploadId", uploadId,
                "PartNumber", partNumber,
                "JobStatus", status,
                "Attempts", attempts,
                "EndTimestamp", when.toEpochMilli()));
    }

    private static ArrivedPart part(Map<String, AttributeValue> item) {
        UploadedPart part = new UploadedPart(
                (int) DynamoRecords.number(item, "PartNumber"),
                DynamoRecords.text(item, "Etag"),
                DynamoRecords.number(item, "Length"),
                "");
        return new ArrivedPart(part, PartSum.parse(DynamoRecords.text(item, SUM), part.length()));
    }
}
