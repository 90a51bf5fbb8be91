package dev.caravan.record.dynamo;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.record.RecordsException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** One item of a table, read or changed by one request. Failures after the client's retries are the SDK's own. */
record Item(DynamoDbClient client, String table, Map<String, AttributeValue> key) {

    Item(DynamoDbClient client, String table, String key) {
        this(client, table, DynamoRecords.keyOf(key));
    }

    /** Reads it; empty if there is none. A consistent read returns the last write and costs twice as much. */
    Map<String, AttributeValue> read(boolean consistent) {
        return client.getItem(get -> get.tableName(table).key(key).consistentRead(consistent))
                .item();
    }

    /** Reads it as it was last written; a failure is a {@link RecordsException}. */
    Map<String, AttributeValue> readRecord() {
        return RecordsException.calling("can't read from", table, () -> read(true));
    }

    /** Checks the access to the table by reading the item, which may be missing. */
    void check() throws ControlPlaneException {
        asking(() -> read(false));
    }

    /** Makes a request to the table; a failure names it. */
    <T> T asking(Supplier<T> request) throws ControlPlaneException {
        return ControlPlaneProblem.calling("table " + table, request);
    }

    /** Prepares a change; {@link #value} converts the values of its expressions. */
    UpdateItemRequest.Builder update(String expression, Map<String, ?> values) {
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(key)
                .updateExpression(expression)
                .expressionAttributeValues(values.isEmpty() ? null : values(values));
    }

    /** Makes a change; returns whether its condition holds. */
    boolean change(UpdateItemRequest.Builder change) {
        try {
            client.updateItem(change.build());
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    static Map<String, AttributeValue> values(Map<String, ?> values) {
        Map<String, AttributeValue> all = new HashMap<>();
        values.forEach((name, value) -> all.put(name, value(value)));
        return all;
    }

    /** Returns a number, a set of texts, a finished value as it is, or anything else as its text. */
    static AttributeValue value(Object value) {
        if (value instanceof AttributeValue finished) {
            return finished;
        }
        if (value instanceof Collection<?> texts) {
            return AttributeValue.fromSs(texts.stream().map(String::valueOf).toList());
        }
        return value instanceof Number
                ? AttributeValue.fromN(value.toString())
                : AttributeValue.fromS(value.toString());
    }
}
