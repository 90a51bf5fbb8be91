package dev.caravan.record.dynamo;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.caravan.aws.DirectJson;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Writes UpdateItem requests and reads their answers in DynamoDB's low-level JSON (Amazon DynamoDB, "UpdateItem"). */
final class ItemJson {

    private static final String REFUSAL = "ConditionalCheckFailedException";

    private ItemJson() {}

    /** Writes a request with an update expression; fails for a value type that records don't use. */
    static byte[] write(UpdateItemRequest request) throws IOException {
        return DirectJson.write(1536, json -> {
            json.writeStringField("TableName", request.tableName());
            json.writeFieldName("Key");
            write(json, request.key());
            json.writeStringField("UpdateExpression", request.updateExpression());
            json.writeStringField("ConditionExpression", request.conditionExpression());
            json.writeObjectFieldStart("ExpressionAttributeNames");
            for (Map.Entry<String, String> name :
                    request.expressionAttributeNames().entrySet()) {
                json.writeStringField(name.getKey(), name.getValue());
            }
            json.writeEndObject();
            json.writeFieldName("ExpressionAttributeValues");
            write(json, request.expressionAttributeValues());
            if (request.returnValuesAsString() != null) {
                json.writeStringField("ReturnValues", request.returnValuesAsString());
            }
            json.writeStringField(
                    "ReturnValuesOnConditionCheckFailure", request.returnValuesOnConditionCheckFailureAsString());
        });
    }

    private static void write(JsonGenerator json, Map<String, AttributeValue> values) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, AttributeValue> entry : values.entrySet()) {
            AttributeValue value = entry.getValue();
            json.writeObjectFieldStart(entry.getKey());
            if (value.s() != null) {
                json.writeStringField("S", value.s());
            } else if (value.n() != null) {
                json.writeStringField("N", value.n());
            } else if (value.bool() != null) {
                json.writeBooleanField("BOOL", value.bool());
            } else {
                throw new IOException("a value of a type that records don't use");
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** Reads an answer's attributes, with {@link RecordsClient#REFUSED} if a condition refused; null if anything else did. */
    static Map<String, AttributeValue> read(int status, byte[] body) throws IOException {
        if (status != 200 && status != 400) {
            return null;
        }
        Map<String, AttributeValue> attributes = new HashMap<>(32);
        DirectJson.read(body, (name, json) -> {
            if (name.equals("__type") && String.valueOf(json.getValueAsString()).endsWith(REFUSAL)) {
                attributes.put(RecordsClient.REFUSED, AttributeValue.fromBool(true));
            } else if (name.equals(status == 200 ? "Attributes" : "Item") && json.isExpectedStartObjectToken()) {
                read(json, attributes);
            }
        });
        return status == 200 || attributes.containsKey(RecordsClient.REFUSED) ? attributes : null;
    }

    private static Map<String, AttributeValue> read(JsonParser json, Map<String, AttributeValue> into)
            throws IOException {
        DirectJson.object(json, (name, value) -> into.put(name, value(value)));
        return into;
    }

    /** Reads an object of one field, named by the value's type. */
    private static AttributeValue value(JsonParser json) throws IOException {
        DirectJson.require(json.currentToken() == JsonToken.START_OBJECT && json.nextToken() == JsonToken.FIELD_NAME);
        String type = json.currentName();
        json.nextToken();
        AttributeValue value = switch (type) {
            case "S" -> AttributeValue.fromS(json.getText());
            case "N" -> AttributeValue.fromN(json.getText());
            case "BOOL" -> AttributeValue.fromBool(json.getBooleanValue());
            case "NULL" -> AttributeValue.fromNul(json.getBooleanValue());
            case "B" -> AttributeValue.fromB(SdkBytes.fromByteArray(json.getBinaryValue()));
            case "SS" -> AttributeValue.fromSs(DirectJson.list(json, JsonParser::getText));
            case "NS" -> AttributeValue.fromNs(DirectJson.list(json, JsonParser::getText));
            case "BS" ->
                AttributeValue.fromBs(DirectJson.list(json, each -> SdkBytes.fromByteArray(each.getBinaryValue())));
            case "L" -> AttributeValue.fromL(DirectJson.list(json, ItemJson::value));
            case "M" -> AttributeValue.fromM(read(json, new HashMap<>()));
            default -> throw new IOException("an attribute of an unknown type");
        };
        DirectJson.require(json.nextToken() == JsonToken.END_OBJECT);
        return value;
    }
}
