package dev.caravan.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Makes event notifications in the formats of Amazon S3, SNS and EventBridge (Amazon S3, "Event message structure").
 */
public final class S3Notification {

    static final ObjectMapper JSON = new ObjectMapper();

    static final String SEQUENCER = "0055AED6DCD90281E5";

    private S3Notification() {}

    /** Returns a notification with one record about an object of the bucket {@code from}. */
    public static String of(String eventName, String key) {
        return of(record(eventName, key));
    }

    static String of(ObjectNode... records) {
        ObjectNode notification = JSON.createObjectNode();
        for (ObjectNode each : records) {
            notification.withArray("Records").add(each);
        }
        return text(notification);
    }

    static ObjectNode record(String eventName, String key) {
        ObjectNode node = JSON.createObjectNode()
                .put("eventVersion", "2.1")
                .put("eventSource", "aws:s3")
                .put("awsRegion", "us-west-2")
                .put("eventTime", "2026-11-22T07:00:00.000Z")
                .put("eventName", eventName);
        ObjectNode s3 = node.putObject("s3").put("s3SchemaVersion", "1.0").put("configurationId", "c");
        s3.putObject("bucket").put("name", "from").put("arn", "arn:aws:s3:::from");
        ObjectNode object = s3.putObject("object").put("key", URLEncoder.encode(key, StandardCharsets.UTF_8));
        if (eventName.contains("Created:")) {
            object.put("size", 1024).put("eTag", "d41d8cd98f00b204e9800998ecf8427e");
        }
        object.put("versionId", "096fKKXTRTtl3on89fVO.nfljtsv6qko").put("sequencer", SEQUENCER);
        return node;
    }

    static ObjectNode objectOf(ObjectNode eventRecord) {
        return (ObjectNode) eventRecord.path("s3").path("object");
    }

    static String throughSns(String message) {
        return text(JSON.createObjectNode()
                .put("Type", "Notification")
                .put("MessageId", "dc1e94d9-56c5-5e96-808d-cc7f68faa162")
                .put("TopicArn", "arn:aws:sns:us-west-2:111122223333:topic")
                .put("Subject", "Amazon S3 Notification")
                .put("Message", message)
                .put("Timestamp", "2026-11-22T07:00:00.000Z")
                .put("SignatureVersion", "1"));
    }

    static ObjectNode eventBridge(String detailType, String key) {
        ObjectNode node = JSON.createObjectNode()
                .put("version", "0")
                .put("id", "17793124-05d4-b198-2fde-7ededc63b103")
                .put("detail-type", detailType)
                .put("source", "aws.s3")
                .put("time", "2026-11-22T07:00:00Z");
        ObjectNode detail = node.putObject("detail").put("version", "0");
        detail.putObject("bucket").put("name", "from");
        ObjectNode object = detail.putObject("object").put("key", key);
        if (detailType.equals("Object Created")) {
            object.put("size", 5).put("etag", "b1946ac92492d2347c6235b4d2611184");
            detail.put("reason", "PutObject");
        } else {
            detail.put("reason", "DeleteObject").put("deletion-type", "Permanently Deleted");
        }
        object.put("version-id", "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e").put("sequencer", "617f08299329d189");
        return node;
    }

    static String text(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
