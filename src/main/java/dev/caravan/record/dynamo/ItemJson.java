package dev.caravan.record.dynamo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Writes UpdateItem requests and reads their answers in DynamoDB's low-level JSON (Amazon DynamoDB, "UpdateItem"). */
final class ItemJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String REFUSAL = "ConditionalCheckFailedException";

    private ItemJson() {}

    /** Writes a request with an update expression; null for a value type that records don't use. */
    static byte[] write(UpdateItemRequest request) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1536);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("TableName", request.tableName());
            json.writeFieldName("Key");
            boolean simple = write(json, request.key());
            json.writeStringField("UpdateExpression", request.updateExpression());
            json.writeStringField("ConditionExpression", request.conditionExpression());
            json.writeObjectFieldStart("ExpressionAttributeNames");
            for (Map.Entry<String, String> name :
                    request.expressionAttributeNames().entrySet()) {
                json.writeStringField(name.getKey(), name.getValue());
            }
            json.writeEndObject();
            json.writeFieldName("ExpressionAttributeValues");
            simple &= write(json, request.expressionAttributeValues());
            if (request.returnValuesAsString() != null) {
                json.writeStringField("ReturnValues", request.returnValuesAsString());
            }
            json.writeStringField(
                    "ReturnValuesOnConditionCheckFailure", request.returnValuesOnConditionCheckFailureAsString());
            json.writeEndObject();
            json.flush();
            return simple ? out.toByteArray() : null;
        }
    }

    /** Writes values; returns false for a value that is no text, number or boolean. */
    private static boolean write(JsonGenerator json, Map<String, AttributeValue> values) throws IOException {
        boolean simple = true;
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
                simple = false;
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        return simple;
    }

    /**
     * Reads the attributes of an answer. A refusal by condition adds {@link RecordsClient#REFUSED}.
     *
     * @return null for any other refusal
     */
    static Map<String, AttributeValue> read(int status, byte[] body) throws IOException {
        if (status != 200 && status != 400) {
            return null;
        }
        Map<String, AttributeValue> attributes = Map.of();
        String type = "";
        try (JsonParser json = JSON.createParser(body)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("__type") && value == JsonToken.VALUE_STRING) {
                    type = json.getText();
                } else if (name.equals(status == 200 ? "Attributes" : "Item") && value == JsonToken.START_OBJECT) {
                    attributes = map(json);
                } else {
                    json.skipChildren();
                }
            }
            require(json.currentToken() == JsonToken.END_OBJECT);
        }
        if (status == 200) {
            return attributes;
        }
        if (!type.endsWith(REFUSAL)) {
            return null;
        }
        Map<String, AttributeValue> standing = new HashMap<>(attributes);
        standing.put(RecordsClient.REFUSED, AttributeValue.fromBool(true));
        return standing;
    }

    private static Map<String, AttributeValue> map(JsonParser json) throws IOException {
        Map<String, AttributeValue> map = new HashMap<>(32);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            map.put(name, value(json));
        }
        return map;
    }

    /** Reads an object of one field, named by the value's type. */
    private static AttributeValue value(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_OBJECT && json.nextToken() == JsonToken.FIELD_NAME);
        String type = json.currentName();
        json.nextToken();
        AttributeValue value = switch (type) {
            case "S" -> AttributeValue.fromS(json.getText());
            case "N" -> AttributeValue.fromN(json.getText());
            case "BOOL" -> AttributeValue.fromBool(json.getBooleanValue());
            case "NULL" -> AttributeValue.fromNul(json.getBooleanValue());
            case "B" -> AttributeValue.fromB(SdkBytes.fromByteArray(json.getBinaryValue()));
            case "SS" -> AttributeValue.fromSs(list(json, JsonParser::getText));
            case "NS" -> AttributeValue.fromNs(list(json, JsonParser::getText));
            case "BS" -> AttributeValue.fromBs(list(json, each -> SdkBytes.fromByteArray(each.getBinaryValue())));
            case "L" -> AttributeValue.fromL(list(json, ItemJson::value));
            case "M" -> AttributeValue.fromM(map(json));
            default -> throw new IOException("an attribute of an unknown type");
        };
        require(json.nextToken() == JsonToken.END_OBJECT);
        return value;
    }

    private interface Element<T> {
        T read(JsonParser json) throws IOException;
    }

    private static <T> List<T> list(JsonParser json, Element<T> element) throws IOException {
        require(json.currentToken() == JsonToken.START_ARRAY);
        List<T> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(element.read(json));
        }
        return list;
    }

    private static void require(boolean expected) throws IOException {
        if (!expected) {
            throw new IOException("not the answer of UpdateItem");
        }
    }
}
