package dev.caravan.record.dynamo;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

class ItemJsonTest {

    private static Map<String, AttributeValue> read(int status, String answer) throws IOException {
        return ItemJson.read(status, answer.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void attributesOfEveryTypeAreRead() throws Exception {
        SdkBytes bytes = SdkBytes.fromUtf8String("a");
        assertThat(read(200, """
                        {"ConsumedCapacity":{"Units":[1]},"Attributes":{"s":{"S":"\\u00fc"},"n":{"N":"1.5"},
                        "bool":{"BOOL":true},"nul":{"NULL":true},"b":{"B":"YQ=="},"ss":{"SS":["x","y"]},
                        "ns":{"NS":["1"]},"bs":{"BS":["YQ=="]},"l":{"L":[{"S":"x"},{"M":{"k":{"N":"2"}}}]},"m":{"M":{}}}}"""))
                .isEqualTo(Map.ofEntries(
                        Map.entry("s", AttributeValue.fromS("ü")),
                        Map.entry("n", AttributeValue.fromN("1.5")),
                        Map.entry("bool", AttributeValue.fromBool(true)),
                        Map.entry("nul", AttributeValue.fromNul(true)),
                        Map.entry("b", AttributeValue.fromB(bytes)),
                        Map.entry("ss", AttributeValue.fromSs(List.of("x", "y"))),
                        Map.entry("ns", AttributeValue.fromNs(List.of("1"))),
                        Map.entry("bs", AttributeValue.fromBs(List.of(bytes))),
                        Map.entry(
                                "l",
                                AttributeValue.fromL(List.of(
                                        AttributeValue.fromS("x"),
                                        AttributeValue.fromM(Map.of("k", AttributeValue.fromN("2")))))),
                        Map.entry("m", AttributeValue.fromM(Map.of()))));
        assertThat(read(200, "{}")).isEmpty();
    }

    @Test
    void aRefusalByTheConditionShowsTheItemThatStands() throws Exception {
        assertThat(read(400, """
                        {"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
                        "Message":"The conditional request failed","Item":{"JobStatus":{"S":"DONE"}}}""")).containsOnlyKeys("JobStatus", RecordsClient.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ThrottlingException", "ProvisionedThroughputExceededException", "ExpiredTokenException", ""})
    void anyOtherRefusalIsLeftToTheClient(String type) throws Exception {
        assertThat(read(400, "{\"__type\":\"com.amazonaws#" + type + "\"}")).isNull();
        assertThat(read(503, "{}")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{\"Attributes\":{\"a\":{\"S\":\"x\"", "{\"Attributes\":{\"a\":{\"?\":1}}}", "<html/>"
            })
    void whatIsNoAnswerIsNotRead(String answer) {
        assertThatThrownBy(() -> read(200, answer)).isInstanceOf(IOException.class);
    }

    @Test
    void aRequestHasTextsNumbersAndTruthValues() throws Exception {
        UpdateItemRequest.Builder request = UpdateItemRequest.builder()
                .tableName("records")
                .key(Map.of("ObjectKey", AttributeValue.fromS("a\"b\n€")))
                .updateExpression("SET #0=:0")
                .conditionExpression("NOT #0 = :0")
                .expressionAttributeNames(Map.of("#0", "Size"))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        byte[] body = ItemJson.write(request.expressionAttributeValues(Map.of(":0", AttributeValue.fromN("7")))
                .build());
        assertThat(new String(body, StandardCharsets.UTF_8))
                .isEqualTo("{\"TableName\":\"records\",\"Key\":{\"ObjectKey\":{\"S\":\"a\\\"b\\n€\"}},"
                        + "\"UpdateExpression\":\"SET #0=:0\",\"ConditionExpression\":\"NOT #0 = :0\","
                        + "\"ExpressionAttributeNames\":{\"#0\":\"Size\"},"
                        + "\"ExpressionAttributeValues\":{\":0\":{\"N\":\"7\"}},"
                        + "\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"}");
        request.expressionAttributeValues(Map.of(":0", AttributeValue.fromSs(List.of("x"))));
        assertThatThrownBy(() -> ItemJson.write(request.build())).isInstanceOf(IOException.class);
    }
}
