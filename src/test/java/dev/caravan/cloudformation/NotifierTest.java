package dev.caravan.cloudformation;

import static dev.caravan.local.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the function that maintains the stack's entry in the notifications of a bucket. */
class NotifierTest {

    private static final String OURS =
            "{\"Id\": \"caravan-1\", \"QueueArn\": \"arn:queue\", \"Events\": [\"s3:ObjectCreated:*\"]}";
    private static final String THEIRS =
            "{\"Id\": \"theirs\", \"QueueArn\": \"arn:theirs\", \"Events\": [\"s3:ObjectRemoved:*\"]}";
    private static final String NAMELESS = "{\"QueueArn\": \"arn:other\", \"Events\": [\"s3:ObjectRestore:*\"]}";
    private static final String REST =
            "\"TopicConfigurations\": [{\"Id\": \"t\"}], \"LambdaFunctionConfigurations\": [{\"Id\": \"l\"}],"
                    + " \"EventBridgeConfiguration\": {}";

    private static InlineFunction notifier() throws Exception {
        return new InlineFunction("Notifier", Map.of());
    }

    private static String request(String type, String bucket, String more) {
        return "{\"RequestType\": \"" + type + "\", \"ResourceProperties\": {\"Bucket\": \"" + bucket
                + "\", \"Id\": \"caravan-1\", \"Account\": \"123456789012\", \"QueueArn\": \"arn:queue\","
                + " \"Events\": [\"s3:ObjectCreated:*\"]" + more + "}}";
    }

    private static String has(String queues) {
        return "{\"ResponseMetadata\": {\"x\": 1}, \"QueueConfigurations\": [" + queues + "], " + REST + "}";
    }

    private static void assertPut(InlineFunction function, String queues) throws Exception {
        JsonNode put =
                function.arguments("put_bucket_notification_configuration").get(0);
        JsonNode expected = new ObjectMapper().readTree("{\"QueueConfigurations\": [" + queues + "], " + REST + "}");
        assertThat(put.get("NotificationConfiguration")).isEqualTo(expected);
        assertThat(put.get("ExpectedBucketOwner").asText()).isEqualTo("123456789012");
    }

    private static JsonNode said(InlineFunction function) {
        return function.arguments("cfnresponse").get(0);
    }

    @Test
    void addsItsEntryAndKeepsWhateverThereIs() throws Exception {
        InlineFunction function = notifier()
                .event(request("Create", "from", ""))
                .answer("get_bucket_notification_configuration", has(THEIRS + "," + NAMELESS))
                .run();
        assertPut(function, THEIRS + "," + NAMELESS + "," + OURS);
        assertThat(said(function).get("status").asText()).isEqualTo("SUCCESS");
        assertThat(said(function).get("id").asText()).isEqualTo("from/caravan-1");
    }

    @Test
    void replacesItsEntryWhereItIsUpdatedAndAddsNoSecondOne() throws Exception {
        String old = OURS.replace("Created", "Removed");
        InlineFunction function = notifier()
                .event(request("Update", "from", ""))
                .answer("get_bucket_notification_configuration", has(old + "," + THEIRS))
                .run();
        assertPut(function, THEIRS + "," + OURS);
        assertThat(said(function).get("id").asText()).isEqualTo("from/caravan-1");
    }

    @Test
    void takesAwayItsEntryOnly() throws Exception {
        InlineFunction function = notifier()
                .event(request("Delete", "from", ""))
                .answer("get_bucket_notification_configuration", has(THEIRS + "," + OURS))
                .run();
        assertPut(function, THEIRS);
        assertThat(function.arguments("put_bucket_notification_configuration")
                        .get(0)
                        .get("SkipDestinationValidation")
                        .asBoolean())
                .isTrue();
        assertThat(said(function).get("status").asText()).isEqualTo("SUCCESS");
    }

    /** CloudFormation then deletes the resource with the old name and the old properties. */
    @Test
    void withAnotherBucketItIsAnotherResourceAndTheOldBucketIsCleared() throws Exception {
        InlineFunction function = notifier()
                .event(request("Update", "new", ""))
                .event(request("Delete", "old", ""))
                .answer("get_bucket_notification_configuration", has(""), has(OURS))
                .run();
        assertThat(function.arguments("cfnresponse"))
                .extracting(said -> said.get("id").asText())
                .containsExactly("new/caravan-1", "old/caravan-1");
        assertThat(function.arguments("put_bucket_notification_configuration"))
                .extracting(put -> put.get("Bucket").asText() + " "
                        + put.get("NotificationConfiguration")
                                .get("QueueConfigurations")
                                .size())
                .containsExactly("new 1", "old 0");
    }

    @Test
    void aBucketThatIsGoneDoesNotKeepTheStackFromBeingDeleted() throws Exception {
        InlineFunction function = notifier()
                .event(request("Delete", "from", ""))
                .answer("get_bucket_notification_configuration", "{\"error\": \"NoSuchBucket\"}")
                .run();
        assertThat(said(function).get("status").asText()).isEqualTo("SUCCESS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AccessDenied", "MethodNotAllowed", "InternalError"})
    void aBucketThatRefusesDoesNotKeepTheStackFromBeingDeleted(String error) throws Exception {
        InlineFunction function = notifier()
                .event(request("Delete", "from", ""))
                .answer("get_bucket_notification_configuration", "{\"error\": \"" + error + "\"}")
                .run();
        assertThat(said(function).get("status").asText()).isEqualTo("SUCCESS");
        assertThat(function.printed()).contains("is left in from", error);
        assertThat(function.arguments("sleep")).isEmpty();
    }

    @Test
    void aChangeThatOthersMakeIsWaitedForOnTheWayOut() throws Exception {
        InlineFunction function = notifier()
                .event(request("Delete", "from", ""))
                .answer("get_bucket_notification_configuration", "{\"error\": \"OperationAborted\"}", has(OURS))
                .run();
        assertPut(function, "");
        assertThat(said(function).get("status").asText()).isEqualTo("SUCCESS");
    }

    @Test
    void aPrefixIsWrittenAsS3WantsIt() throws Exception {
        InlineFunction function = notifier()
                .event(request("Create", "from", ", \"Prefix\": \"a b/ż+&\""))
                .answer("get_bucket_notification_configuration", has(""))
                .run();
        assertThat(function.arguments("put_bucket_notification_configuration")
                        .get(0)
                        .findValue("FilterRules")
                        .toString())
                .isEqualTo("[{\"Name\":\"prefix\",\"Value\":\"a+b/%C5%BC%2B%26\"}]");
    }

    @Test
    void waitsForRightsThatAreNotEverywhereYet() throws Exception {
        String denied = "{\"error\": \"AccessDenied\"}";
        InlineFunction function = notifier()
                .event(request("Create", "from", ""))
                .answer("get_bucket_notification_configuration", denied, denied, has(""))
                .run();
        assertThat(function.arguments("sleep")).hasSize(2);
        assertThat(said(function).get("status").asText()).isEqualTo("SUCCESS");
    }

    @Test
    void saysWhyItCouldNotAddItsEntry() throws Exception {
        InlineFunction function = notifier()
                .event(request("Create", "from", ""))
                .answer("get_bucket_notification_configuration", "{\"error\": \"NoSuchBucket\"}")
                .run();
        assertThat(said(function).get("status").asText()).isEqualTo("FAILED");
        assertThat(said(function).get("reason").asText()).contains("from", "NoSuchBucket");
    }
}
