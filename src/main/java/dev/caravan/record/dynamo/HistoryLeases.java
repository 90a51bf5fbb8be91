package dev.caravan.record.dynamo;

import dev.caravan.record.JobStatus;
import dev.caravan.record.RecordsException;
import dev.caravan.record.StandingRecord;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The right to copy the versions of a key, which one worker at a time has. It is two attributes of the key's record: who has it and until
 * when. The records of the versions are written only while it is the writer's.
 *
 * @param table of all records
 */
public record HistoryLeases(DynamoDbClient client, String table) {

    /** The attribute with the owner of the lease; absent if there is none. */
    static final String OWNER = "HistoryOwner";

    static final String UNTIL = "HistoryUntil";

    private static final String OURS = OWNER + " = :me";

    /**
     * Takes it, unless another has it. An answer that was lost doesn't matter: an owner takes it twice.
     *
     * @return the key's record, which may have no status; null if another has the lease
     */
    public StandingRecord take(String key, String owner, Instant now, Instant until) {
        Map<String, ?> values =
                Map.of(":me", owner, ":now", now.toEpochMilli(), ":until", until.toEpochMilli(), ":number", "N");
        UpdateItemRequest request = new Item(client, table, key)
                .update("SET " + OWNER + " = :me, " + UNTIL + " = :until", values)
                .conditionExpression(LeaseItem.isFree(OWNER, UNTIL))
                .returnValues(ReturnValue.ALL_NEW)
                .build();
        return RecordsException.calling("can't write to", table, () -> {
            try {
                return DynamoRecords.standing(client.updateItem(request).attributes());
            } catch (ConditionalCheckFailedException e) {
                return null;
            }
        });
    }

    /** Renews it. Returns whether it is still this owner's. */
    public boolean renew(String key, String owner, Instant until) {
        return changed(key, "SET " + UNTIL + " = :until", OURS, Map.of(":me", owner, ":until", until.toEpochMilli()));
    }

    /** Releases it, if it is still this owner's. */
    public void release(String key, String owner) {
        changed(key, "REMOVE " + OWNER + ", " + UNTIL, OURS, Map.of(":me", owner));
    }

    /** Releases it, and replaces the record's failure, because no version is missing. */
    public void releaseNeedless(String key, String owner) {
        Item item = new Item(client, table, key);
        UpdateItemRequest.Builder change = item.update(
                        "SET JobStatus = :needless REMOVE #why, " + OWNER + ", " + UNTIL,
                        Map.of(":me", owner, ":needless", JobStatus.CANCEL))
                .expressionAttributeNames(Map.of("#why", "Error"))
                .conditionExpression(OURS);
        RecordsException.calling("can't write to", table, () -> item.change(change));
    }

    private boolean changed(String key, String update, String condition, Map<String, ?> values) {
        Item item = new Item(client, table, key);
        return RecordsException.calling(
                "can't write to",
                table,
                () -> item.change(item.update(update, values).conditionExpression(condition)));
    }

    /** Has a record written only while the lease is this owner's. */
    public static void require(Map<String, AttributeValueUpdate> updates, String owner) {
        updates.put(OWNER, DynamoRecords.update(owner));
    }
}
