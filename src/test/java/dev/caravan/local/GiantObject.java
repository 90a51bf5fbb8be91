package dev.caravan.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.sqs.model.Message;

/** An upload that the state machine watches. The methods do what workers do to its records and its queue. */
final class GiantObject {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_OF_A_BATCH = 25;

    final LocalQueue queue;
    final LocalTable table;
    final String key;
    final String uploadId;
    final int parts;

    GiantObject(LocalQueue queue, LocalTable table, String key, String uploadId, int parts) {
        this.queue = queue;
        this.table = table;
        this.key = key;
        this.uploadId = uploadId;
        this.parts = parts;
    }

    String objectKey() {
        return "copy/" + key;
    }

    ObjectNode input() {
        return input(Instant.now().plus(Duration.ofDays(7)));
    }

    ObjectNode input(Instant deadline) {
        return JSON.createObjectNode()
                .put("key", key)
                .put("objectKey", objectKey())
                .put("uploadId", uploadId)
                .put("parts", parts)
                .put("queueUrl", queue.url())
                .put("table", LocalTable.NAME)
                .put("partsTable", LocalTable.PARTS)
                .put("deadline", deadline.toString())
                .put("generation", 0);
    }

    /** Writes the record of the object as the splitting worker does. */
    void split() {
        record("SPLIT_DONE", uploadId);
    }

    /**
     * Writes the record of the object.
     *
     * @param upload its UploadId, or empty for none
     */
    void record(String status, String upload) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("ObjectKey", AttributeValue.fromS(objectKey()));
        item.put("JobStatus", AttributeValue.fromS(status));
        item.put("Size", AttributeValue.fromN("1"));
        if (!upload.isEmpty()) {
            item.put("UploadId", AttributeValue.fromS(upload));
        }
        table.client().putItem(put -> put.tableName(LocalTable.NAME).item(item));
    }

    /** Writes records of parts, from the first to the last number. */
    void parts(int first, int last, String status, String etag) {
        List<WriteRequest> batch = new ArrayList<>();
        for (int number : IntStream.rangeClosed(first, last).toArray()) {
            Map<String, AttributeValue> item = Map.of(
                    "UploadId", AttributeValue.fromS(uploadId),
                    "PartNumber", AttributeValue.fromN(Integer.toString(number)),
                    "JobStatus", AttributeValue.fromS(status),
                    "Etag", AttributeValue.fromS(etag));
            batch.add(WriteRequest.builder()
                    .putRequest(PutRequest.builder().item(item).build())
                    .build());
            if (batch.size() == MOST_OF_A_BATCH || number == last) {
                List<WriteRequest> full = List.copyOf(batch);
                table.client().batchWriteItem(write -> write.requestItems(Map.of(LocalTable.PARTS, full)));
                batch.clear();
            }
        }
    }

    void discardPart(int number) {
        table.client()
                .deleteItem(delete -> delete.tableName(LocalTable.PARTS)
                        .key(Map.of(
                                "UploadId", AttributeValue.fromS(uploadId),
                                "PartNumber", AttributeValue.fromN(Integer.toString(number)))));
    }

    /** Receives and deletes the queue's messages about this upload. */
    List<JsonNode> take() {
        List<JsonNode> taken = new ArrayList<>();
        for (Message message : queue.client()
                .receiveMessage(ask -> ask.queueUrl(queue.url()).maxNumberOfMessages(10))
                .messages()) {
            queue.client().deleteMessage(delete -> delete.queueUrl(queue.url()).receiptHandle(message.receiptHandle()));
            try {
                JsonNode body = JSON.readTree(message.body());
                if (body.path("uploadId").asText().equals(uploadId)) {
                    taken.add(body);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(message.body(), e);
            }
        }
        return taken;
    }
}
