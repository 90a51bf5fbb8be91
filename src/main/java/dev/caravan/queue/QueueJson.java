package dev.caravan.queue;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.caravan.aws.DirectJson;
import dev.caravan.job.Digests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** Writes and reads ReceiveMessage and DeleteMessageBatch in Amazon SQS's JSON protocol. */
final class QueueJson {

    private static final int OK = 200;

    private QueueJson() {}

    @SuppressWarnings("deprecation") // camel-aws2-sqs still names the attributes that way.
    static byte[] receive(ReceiveMessageRequest request) throws IOException {
        return DirectJson.write(256, json -> {
            json.writeStringField("QueueUrl", request.queueUrl());
            names(json, "AttributeNames", request.attributeNamesAsStrings());
            names(json, "MessageSystemAttributeNames", request.messageSystemAttributeNamesAsStrings());
            names(json, "MessageAttributeNames", request.messageAttributeNames());
            number(json, "MaxNumberOfMessages", request.maxNumberOfMessages());
            number(json, "VisibilityTimeout", request.visibilityTimeout());
            number(json, "WaitTimeSeconds", request.waitTimeSeconds());
        });
    }

    private static void names(JsonGenerator json, String field, List<String> names) throws IOException {
        if (!names.isEmpty()) {
            json.writeFieldName(field);
            json.writeArray(names.toArray(String[]::new), 0, names.size());
        }
    }

    private static void number(JsonGenerator json, String field, Integer number) throws IOException {
        if (number != null) {
            json.writeNumberField(field, number);
        }
    }

    static byte[] delete(DeleteMessageBatchRequest request) throws IOException {
        return DirectJson.write(4096, json -> {
            json.writeStringField("QueueUrl", request.queueUrl());
            json.writeArrayFieldStart("Entries");
            for (DeleteMessageBatchRequestEntry entry : request.entries()) {
                json.writeStartObject();
                json.writeStringField("Id", entry.id());
                json.writeStringField("ReceiptHandle", entry.receiptHandle());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** Reads messages with the text attributes; null for a refusal. Fails if a body doesn't match its MD5. */
    static List<Message> messages(int status, byte[] body) throws IOException {
        return status == OK ? list(body, "Messages", QueueJson::message) : null;
    }

    /** Returns the entries that couldn't be deleted; null for a refusal. */
    static List<BatchResultErrorEntry> failures(int status, byte[] body) throws IOException {
        return status == OK ? list(body, "Failed", QueueJson::failure) : null;
    }

    private static <T> List<T> list(byte[] body, String field, DirectJson.Element<T> element) throws IOException {
        List<T> list = new ArrayList<>();
        DirectJson.read(body, (name, json) -> {
            if (name.equals(field) && json.isExpectedStartArrayToken()) {
                list.addAll(DirectJson.list(json, element));
            }
        });
        return list;
    }

    private static Message message(JsonParser json) throws IOException {
        Message.Builder builder = Message.builder();
        DirectJson.object(json, (field, value) -> {
            switch (field) {
                case "MessageId" -> builder.messageId(value.getValueAsString());
                case "ReceiptHandle" -> builder.receiptHandle(value.getValueAsString());
                case "Body" -> builder.body(value.getValueAsString());
                case "MD5OfBody" -> builder.md5OfBody(value.getValueAsString());
                case "Attributes" -> builder.attributesWithStrings(texts(value));
                case "MessageAttributes" -> builder.messageAttributes(senders(value));
                default -> value.skipChildren();
            }
        });
        Message message = builder.build();
        if (message.body() != null
                && message.md5OfBody() != null
                && !message.md5OfBody().equals(Digests.hex("MD5", message.body()))) {
            throw new IOException("a message arrived with other bytes than it was sent with");
        }
        return message;
    }

    private static BatchResultErrorEntry failure(JsonParser json) throws IOException {
        BatchResultErrorEntry.Builder failure = BatchResultErrorEntry.builder();
        DirectJson.object(json, (field, value) -> {
            switch (field) {
                case "Id" -> failure.id(value.getValueAsString());
                case "Code" -> failure.code(value.getValueAsString());
                case "SenderFault" -> failure.senderFault(value.getValueAsBoolean());
                default -> value.skipChildren();
            }
        });
        return failure.build();
    }

    private static Map<String, String> texts(JsonParser json) throws IOException {
        Map<String, String> texts = new HashMap<>();
        DirectJson.object(json, (name, value) -> texts.put(name, value.getValueAsString()));
        return texts;
    }

    private static Map<String, MessageAttributeValue> senders(JsonParser json) throws IOException {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        DirectJson.object(json, (name, attribute) -> {
            MessageAttributeValue.Builder builder = MessageAttributeValue.builder();
            DirectJson.object(attribute, (field, value) -> {
                switch (field) {
                    case "DataType" -> builder.dataType(value.getValueAsString());
                    case "StringValue" -> builder.stringValue(value.getValueAsString());
                    default -> value.skipChildren();
                }
            });
            attributes.put(name, builder.build());
        });
        return attributes;
    }
}
