package dev.caravan.queue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
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

    private static final JsonFactory JSON = new JsonFactory();
    private static final int OK = 200;

    private QueueJson() {}

    @SuppressWarnings("deprecation") // camel-aws2-sqs still names the attributes that way.
    static byte[] receive(ReceiveMessageRequest request) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("QueueUrl", request.queueUrl());
            names(json, "AttributeNames", request.attributeNamesAsStrings());
            names(json, "MessageSystemAttributeNames", request.messageSystemAttributeNamesAsStrings());
            names(json, "MessageAttributeNames", request.messageAttributeNames());
            number(json, "MaxNumberOfMessages", request.maxNumberOfMessages());
            number(json, "VisibilityTimeout", request.visibilityTimeout());
            number(json, "WaitTimeSeconds", request.waitTimeSeconds());
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void names(JsonGenerator json, String field, List<String> names) throws IOException {
        if (!names.isEmpty()) {
            json.writeArrayFieldStart(field);
            for (String name : names) {
                json.writeString(name);
            }
            json.writeEndArray();
        }
    }

    private static void number(JsonGenerator json, String field, Integer number) throws IOException {
        if (number != null) {
            json.writeNumberField(field, number);
        }
    }

    static byte[] delete(DeleteMessageBatchRequest request) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("QueueUrl", request.queueUrl());
            json.writeArrayFieldStart("Entries");
            for (DeleteMessageBatchRequestEntry entry : request.entries()) {
                json.writeStartObject();
                json.writeStringField("Id", entry.id());
                json.writeStringField("ReceiptHandle", entry.receiptHandle());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /**
     * Reads messages with the text attributes; null for a refusal.
     *
     * @throws IOException also if a body doesn't match its MD5
     */
    static List<Message> messages(int status, byte[] body) throws IOException {
        return status == OK ? list(body, "Messages", QueueJson::message) : null;
    }

    /** Returns the entries that couldn't be deleted; null for a refusal. */
    static List<BatchResultErrorEntry> failures(int status, byte[] body) throws IOException {
        return status == OK ? list(body, "Failed", QueueJson::failure) : null;
    }

    private interface Element<T> {
        T read(JsonParser json) throws IOException;
    }

    private static <T> List<T> list(byte[] body, String field, Element<T> element) throws IOException {
        List<T> list = new ArrayList<>();
        try (JsonParser json = JSON.createParser(body)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = json.currentName().equals(field);
                if (json.nextToken() == JsonToken.START_ARRAY && wanted) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        require(json.currentToken() == JsonToken.START_OBJECT);
                        list.add(element.read(json));
                    }
                } else {
                    json.skipChildren();
                }
            }
            require(json.currentToken() == JsonToken.END_OBJECT);
        }
        return list;
    }

    private static Message message(JsonParser json) throws IOException {
        Message.Builder message = Message.builder();
        String text = null;
        String md5 = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "MessageId" -> message.messageId(json.getValueAsString());
                case "ReceiptHandle" -> message.receiptHandle(json.getValueAsString());
                case "Body" -> text = json.getValueAsString();
                case "MD5OfBody" -> md5 = json.getValueAsString();
                case "Attributes" -> message.attributesWithStrings(texts(json));
                case "MessageAttributes" -> message.messageAttributes(senders(json));
                default -> json.skipChildren();
            }
        }
        if (text != null && md5 != null && !md5.equals(md5(text))) {
            throw new IOException("a message arrived with other bytes than it was sent with");
        }
        return message.body(text).md5OfBody(md5).build();
    }

    private static BatchResultErrorEntry failure(JsonParser json) throws IOException {
        BatchResultErrorEntry.Builder failure = BatchResultErrorEntry.builder();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "Id" -> failure.id(json.getValueAsString());
                case "Code" -> failure.code(json.getValueAsString());
                case "SenderFault" -> failure.senderFault(json.getValueAsBoolean());
                default -> json.skipChildren();
            }
        }
        return failure.build();
    }

    private static Map<String, String> texts(JsonParser json) throws IOException {
        Map<String, String> texts = new HashMap<>();
        require(json.currentToken() == JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            texts.put(json.currentName(), json.nextTextValue());
        }
        return texts;
    }

    private static Map<String, MessageAttributeValue> senders(JsonParser json) throws IOException {
        Map<String, MessageAttributeValue> values = new HashMap<>();
        require(json.currentToken() == JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            require(json.nextToken() == JsonToken.START_OBJECT);
            MessageAttributeValue.Builder value = MessageAttributeValue.builder();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "DataType" -> value.dataType(json.getValueAsString());
                    case "StringValue" -> value.stringValue(json.getValueAsString());
                    default -> json.skipChildren();
                }
            }
            values.put(name, value.build());
        }
        return values;
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    private static void require(boolean expected) throws IOException {
        if (!expected) {
            throw new IOException("not an answer of Amazon SQS");
        }
    }
}
