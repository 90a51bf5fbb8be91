package dev.caravan.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.local.StoredObject;
import java.util.List;
import java.util.Map;

/**
 * Makes notifications of Amazon S3 in the three forms in which a queue can receive them. The keys must need no URL
 * encoding.
 */
final class Notifications {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String bucket;
    private int count;

    Notifications(String bucket) {
        this.bucket = bucket;
    }

    /** Returns the event that a bucket sends to a queue. */
    String created(StoredObject object) {
        return text(Map.of(
                "Records",
                List.of(Map.of(
                        "eventSource", "aws:s3",
                        "eventName", "ObjectCreated:Put",
                        "s3", Map.of("bucket", Map.of("name", bucket), "object", details(object, "eTag"))))));
    }

    /** Returns the event that a bucket sends to a topic, and the topic to a queue. */
    String createdThroughSns(StoredObject object) {
        return text(Map.of(
                "Type",
                "Notification",
                "TopicArn",
                "arn:aws:sns:us-east-1:123456789012:library",
                "Message",
                created(object)));
    }

    /** Returns the event that a rule of EventBridge sends to a queue. */
    String removedThroughEventBridge(String key) {
        return text(Map.of(
                "source",
                "aws.s3",
                "detail-type",
                "Object Deleted",
                "detail",
                Map.of("bucket", Map.of("name", bucket), "object", Map.of("key", key, "sequencer", sequencer()))));
    }

    private Map<String, Object> details(StoredObject object, String etag) {
        return Map.of("key", object.key(), "size", object.size(), etag, object.etag(), "sequencer", sequencer());
    }

    private String sequencer() {
        count++;
        return "0066F1A2B3C4D5E6" + (char) ('0' + count);
    }

    private static String text(Map<String, Object> event) {
        try {
            return JSON.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
