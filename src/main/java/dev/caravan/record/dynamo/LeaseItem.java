package dev.caravan.record.dynamo;

import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.job.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** The item of the table that a lease is: every change of it is conditional, so that of two who try one succeeds. */
final class LeaseItem {

    private static final String OWNER = "LeaseOwner";
    private static final String UNTIL = "LeaseUntil";
    private static final String STARTED = "LeaseStarted";

    private final DynamoDbClient client;
    private final String table;
    private final Map<String, AttributeValue> key;
    private final String owner;

    LeaseItem(DynamoDbClient client, String table, String key, String owner) {
        this.client = client;
        this.table = table;
        this.key = DynamoRecords.keyOf(key);
        this.owner = owner;
    }

    /** Asks for the item, which need not be there: whether the table is there, has the key and may be read. */
    void read() throws LeaseException {
        try {
            client.getItem(get -> get.tableName(table).key(key).projectionExpression(OWNER));
        } catch (ResourceNotFoundException e) {
            throw new LeaseException(
                    "table " + Printable.of(table) + ": there is no such table in this account and region", e);
        } catch (SdkException e) {
            throw new LeaseException("table " + Printable.of(table) + ": " + ControlPlaneProblem.words(e), e);
        }
    }

    /**
     * Takes it where nobody has it or whoever has it has let it end. That it is this owner's already comes of a first request whose
     * answer was lost.
     *
     * @throws ConditionalCheckFailedException where another has it; {@link #holder} says who
     */
    void take(Instant now, Instant until) {
        client.updateItem(update -> update.tableName(table)
                .key(key)
                .updateExpression("SET " + OWNER + " = :me, " + UNTIL + " = :until, " + STARTED + " = :now")
                .conditionExpression(
                        "attribute_not_exists(" + OWNER + ") OR " + UNTIL + " < :now OR " + OWNER + " = :me")
                .expressionAttributeValues(Map.of(":me", me(), ":until", millis(until), ":now", millis(now)))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
    }

    /**
     * @param within the answer must be there after this time, with all repetitions
     * @throws ConditionalCheckFailedException where it isn't this owner's any more
     */
    void renew(Instant until, Duration within) {
        client.updateItem(update -> update.tableName(table)
                .key(key)
                .updateExpression("SET " + UNTIL + " = :until")
                .conditionExpression(OWNER + " = :me")
                .expressionAttributeValues(Map.of(":me", me(), ":until", millis(until)))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .overrideConfiguration(call -> call.apiCallTimeout(within)));
    }

    /** @throws ConditionalCheckFailedException where it isn't this owner's any more */
    void release(Duration within) {
        client.deleteItem(delete -> delete.tableName(table)
                .key(key)
                .conditionExpression(OWNER + " = :me")
                .expressionAttributeValues(Map.of(":me", me()))
                .overrideConfiguration(call -> call.apiCallTimeout(within)));
    }

    /** Who has it, since when and until when, in words. */
    static String holder(ConditionalCheckFailedException refused) {
        if (!refused.hasItem() || !refused.item().containsKey(OWNER)) {
            return "nobody";
        }
        return Printable.of(refused.item().get(OWNER).s()) + ", since " + instant(refused.item(), STARTED) + ", until "
                + instant(refused.item(), UNTIL) + " if it doesn't go on";
    }

    private AttributeValue me() {
        return AttributeValue.fromS(owner);
    }

    private static AttributeValue millis(Instant time) {
        return AttributeValue.fromN(Long.toString(time.toEpochMilli()));
    }

    private static String instant(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        try {
            return Instant.ofEpochMilli(Long.parseLong(value.n())).toString();
        } catch (RuntimeException e) {
            // Written by somebody else.
            return "an unknown time";
        }
    }
}
