package dev.caravan.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Events in the forms of Amazon S3: direct, through SNS and through EventBridge. */
final class FleetEvents {

    private static final ObjectMapper JSON = new ObjectMapper();

    private FleetEvents() {}

    /**
     * A creation or removal of an object.
     *
     * @param etag of the created object; null if the object was removed
     * @param size of the created object
     * @param sequencer in the format of S3
     */
    record Event(String bucket, String key, String etag, long size, String sequencer) {}

    /** The path on which the events of a key reach the queue. */
    enum Form {
        PLAIN,
        SNS,
        EVENT_BRIDGE,
        /** Several records in one message, which S3 may send. */
        TOGETHER
    }

    /** Returns the messages of these events, in their order. */
    static List<String> messages(Form form, List<Event> events) {
        return switch (form) {
            case PLAIN ->
                events.stream().map(event -> notification(List.of(event))).toList();
            case SNS ->
                events.stream()
                        .map(event -> throughSns(notification(List.of(event))))
                        .toList();
            case EVENT_BRIDGE -> events.stream().map(FleetEvents::eventBridge).toList();
            case TOGETHER -> List.of(notification(events));
        };
    }

    static String notification(List<Event> events) {
        ObjectNode notification = JSON.createObjectNode();
        for (Event event : events) {
            ObjectNode record = notification.withArray("Records").addObject();
            record.put("eventVersion", "2.1").put("eventSource", "aws:s3");
            record.put("eventName", event.etag() == null ? "ObjectRemoved:Delete" : "ObjectCreated:Put");
            ObjectNode s3 = record.putObject("s3");
            s3.putObject("bucket").put("name", event.bucket());
            fill(s3.putObject("object"), event, URLEncoder.encode(event.key(), StandardCharsets.UTF_8), "eTag");
        }
        return notification.toString();
    }

    private static void fill(ObjectNode object, Event event, String key, String etagName) {
        object.put("key", key).put("sequencer", event.sequencer());
        if (event.etag() != null) {
            object.put("size", event.size()).put(etagName, event.etag());
        }
    }

    static String throughSns(String message) {
        return JSON.createObjectNode()
                .put("Type", "Notification")
                .put("TopicArn", "arn:aws:sns:us-east-1:123456789012:topic")
                .put("Message", message)
                .toString();
    }

    private static String eventBridge(Event event) {
        ObjectNode node = JSON.createObjectNode()
                .put("source", "aws.s3")
                .put("detail-type", event.etag() == null ? "Object Deleted" : "Object Created");
        ObjectNode detail = node.putObject("detail");
        detail.putObject("bucket").put("name", event.bucket());
        fill(detail.putObject("object"), event, event.key(), "etag");
        return node.toString();
    }
}
