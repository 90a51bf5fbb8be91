package dev.caravan.record.dynamo;

import dev.caravan.record.RecordsException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The right to copy the versions of a key, which one worker at a time has. It is two attributes of the key's record: who has it and until
 * when. The records of the versions are written only while it is the writer's.
 *
 * @param table of all records
 */
public record HistoryLeases(DynamoDbClient client, String table) {

    /** Who has it; absent where nobody does. */
    static final String OWNER = "HistoryOwner";

    static final String UNTIL = "HistoryUntil";

    private static final String OURS = OWNER + " = :me";

    /** Takes it, unless another has it. An answer that was lost doesn't matter: an owner takes it twice. */
    public boolean take(String key, String owner, Instant now, Instant until) {
        return changed(
                key,
                "SET " + OWNER + " = :me, " + UNTIL + " = :until",
                "attribute_not_exists(" + OWNER + ") OR " + UNTIL + " < :now OR " + OURS,
                owner,
                Map.of(
                        ":now",
                        DynamoRecords.number(now.toEpochMilli()),
                        ":until",
                        DynamoRecords.number(until.toEpochMilli())));
    }

    /** Renews it. Returns whether it is still this owner's. */
    public boolean renew(String key, String owner, Instant until) {
        return changed(
                key,
                "SET " + UNTIL + " = :until",
                OURS,
                owner,
                Map.of(":until", DynamoRecords.number(until.toEpochMilli())));
    }

    /** Releases it, if it is still this owner's. */
    public void release(String key, String owner) {
        changed(key, "REMOVE " + OWNER + ", " + UNTIL, OURS, owner, Map.of());
    }

    private boolean changed(
            String key, String update, String condition, String owner, Map<String, AttributeValue> more) {
        Map<String, AttributeValue> values = new HashMap<>(more);
        values.put(":me", AttributeValue.fromS(owner));
        try {
            client.updateItem(change -> change.tableName(table)
                    .key(DynamoRecords.keyOf(key))
                    .updateExpression(update)
                    .conditionExpression(condition)
                    .expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        } catch (SdkException e) {
            throw new RecordsException("can't write to", table, e);
        }
    }

    /** Has a record written only while the lease is this owner's. */
    public static void require(Map<String, AttributeValueUpdate> updates, String owner) {
        updates.put(
                OWNER,
                AttributeValueUpdate.builder()
                        .value(AttributeValue.fromS(owner))
                        .build());
    }
}
