package dev.caravan.doctor;

import dev.caravan.record.ReservedKey;
import dev.caravan.record.dynamo.DynamoRecords;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Tests the table requests of finder and workers. Test writes carry a condition that is never true, so nothing is
 * written.
 *
 * @param arnPrefix start of the table's ARN
 */
public record TableCheck(Supplier<DynamoDbClient> client, String arnPrefix) {

    private static final String UNMET = "ConditionalCheckFailedException";
    private static final String KEY = ReservedKey.of(ReservedKey.HOUSEKEEPING + "doctor");

    public void records(Examination examination, String table) {
        Map<String, AttributeValue> key = DynamoRecords.keyOf(KEY);
        String condition = never("ObjectKey");
        get(examination, table, key);
        // By which status and page read what the processes of the fleet say.
        allows(
                examination,
                "BatchGetItem",
                table,
                dynamoDb -> dynamoDb.batchGetItem(ask -> ask.requestItems(Map.of(
                        table, KeysAndAttributes.builder().keys(List.of(key)).build()))));
        unmet(
                examination,
                "UpdateItem",
                table,
                dynamoDb -> dynamoDb.updateItem(update -> update.tableName(table)
                        .key(key)
                        .updateExpression("SET JobStatus = :none")
                        .conditionExpression(condition)
                        .expressionAttributeValues(Map.of(":none", AttributeValue.fromS("NONE")))));
    }

    /** Tests the table of parts, which only workers use. */
    public void parts(Examination examination, String table) {
        Map<String, AttributeValue> key =
                Map.of("UploadId", AttributeValue.fromS(KEY), "PartNumber", AttributeValue.fromN("0"));
        String condition = never("UploadId");
        get(examination, table, key);
        allows(
                examination,
                "Query",
                table,
                dynamoDb -> dynamoDb.query(ask -> ask.tableName(table)
                        .limit(1)
                        .keyConditionExpression("UploadId = :upload")
                        .expressionAttributeValues(Map.of(":upload", AttributeValue.fromS(KEY)))));
        unmet(
                examination,
                "PutItem",
                table,
                dynamoDb ->
                        dynamoDb.putItem(put -> put.tableName(table).item(key).conditionExpression(condition)));
        unmet(
                examination,
                "DeleteItem",
                table,
                dynamoDb -> dynamoDb.deleteItem(
                        delete -> delete.tableName(table).key(key).conditionExpression(condition)));
    }

    private void get(Examination examination, String table, Map<String, AttributeValue> key) {
        allows(
                examination,
                "GetItem",
                table,
                dynamoDb -> dynamoDb.getItem(get -> get.tableName(table).key(key)));
    }

    private void allows(Examination examination, String action, String table, Function<DynamoDbClient, ?> call) {
        examination.allows(grant(action, table), "table " + table, () -> call.apply(client.get()));
    }

    private void unmet(Examination examination, String action, String table, Function<DynamoDbClient, ?> call) {
        examination.allowsUnmet(grant(action, table), "table " + table, () -> call.apply(client.get()), UNMET);
    }

    private static String never(String attribute) {
        return "attribute_exists(" + attribute + ") AND attribute_not_exists(" + attribute + ")";
    }

    private Grant grant(String action, String table) {
        return new Grant("dynamodb:" + action, arnPrefix + table);
    }
}
