package dev.caravan.doctor;

import dev.caravan.aws.ControlPlane;
import dev.caravan.record.ReservedKey;
import dev.caravan.record.dynamo.DynamoRecords;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Tests the requests of finder and workers to a table. Test writes carry a condition that is never true, so nothing is
 * written.
 *
 * @param arn of the table
 */
record TableCheck(Examination examination, ControlPlane aws, String arn, String table) {

    private static final String KEY = ReservedKey.of(ReservedKey.HOUSEKEEPING + "doctor");

    void records() {
        Map<String, AttributeValue> key = DynamoRecords.keyOf(KEY);
        String condition = never("ObjectKey");
        get(key);
        // By which status and page read what the processes of the fleet say.
        allows(
                "BatchGetItem",
                () -> aws.dynamoDb()
                        .batchGetItem(ask -> ask.requestItems(Map.of(
                                table,
                                KeysAndAttributes.builder().keys(List.of(key)).build()))));
        unmet(
                "UpdateItem",
                () -> aws.dynamoDb()
                        .updateItem(update -> update.tableName(table)
                                .key(key)
                                .updateExpression("SET JobStatus = :none")
                                .conditionExpression(condition)
                                .expressionAttributeValues(Map.of(":none", AttributeValue.fromS("NONE")))));
    }

    /** Tests the table of parts, which only workers use. */
    void parts() {
        Map<String, AttributeValue> key =
                Map.of("UploadId", AttributeValue.fromS(KEY), "PartNumber", AttributeValue.fromN("0"));
        String condition = never("UploadId");
        get(key);
        allows(
                "Query",
                () -> aws.dynamoDb()
                        .query(ask -> ask.tableName(table)
                                .limit(1)
                                .keyConditionExpression("UploadId = :upload")
                                .expressionAttributeValues(Map.of(":upload", AttributeValue.fromS(KEY)))));
        unmet(
                "PutItem",
                () -> aws.dynamoDb()
                        .putItem(put -> put.tableName(table).item(key).conditionExpression(condition)));
        unmet(
                "DeleteItem",
                () -> aws.dynamoDb()
                        .deleteItem(delete -> delete.tableName(table).key(key).conditionExpression(condition)));
    }

    private void get(Map<String, AttributeValue> key) {
        allows(
                "GetItem",
                () -> aws.dynamoDb().getItem(get -> get.tableName(table).key(key)));
    }

    private void allows(String action, Supplier<?> call) {
        examination.allows(grant(action), "table " + table, call);
    }

    private void unmet(String action, Supplier<?> call) {
        examination.allowsUnmet(grant(action), "table " + table, call);
    }

    private static String never(String attribute) {
        return "attribute_exists(" + attribute + ") AND attribute_not_exists(" + attribute + ")";
    }

    private Grant grant(String action) {
        return new Grant("dynamodb:" + action, arn);
    }
}
