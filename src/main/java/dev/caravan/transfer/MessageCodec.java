package dev.caravan.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Messages as JSON text: {@code {"type":"object","key":…,"size":…,"etag":…,"lastModified":…}} or
 * {@code {"type":"delete","key":…}}. All that isn't ASCII is escaped, because a queue may refuse it (Amazon SQS,
 * SendMessage, takes only some of Unicode). {@code type} may be absent: it is an object then.
 */
final class MessageCodec {

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** The longest key in UTF-8 bytes (Amazon S3, "Naming Amazon S3 objects"). */
    private static final int MAX_KEY_BYTES = 1024;

    private MessageCodec() {}

    static String encode(Message message) {
        ObjectNode node = JSON.createObjectNode();
        if (message instanceof ObjectMessage object) {
            node.put("type", "object")
                    .put("key", object.key())
                    .put("size", object.size())
                    .put("etag", object.etag());
            if (object.lastModified() != null) {
                node.put("lastModified", object.lastModified().toString());
            }
        } else {
            node.put("type", "delete").put("key", message.key());
        }
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of text and numbers is always JSON", e);
        }
    }

    /**
     * @throws InvalidMessageException if the text is no message; says what is wrong with it
     */
    static Message decode(String text) {
        if (text == null || text.isBlank()) {
            throw new InvalidMessageException("the message is empty");
        }
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new InvalidMessageException("the message is not JSON: " + reason(e));
        }
        if (!node.isObject()) {
            throw new InvalidMessageException("the message is JSON, but not an object");
        }
        String type = node.path("type").asText("object");
        String key = key(node);
        return switch (type) {
            case "object" -> new ObjectMessage(key, size(node), optional(node, "etag"), lastModified(node));
            case "delete" -> new DeleteMessage(key);
            default -> throw new InvalidMessageException("type: not one of object, delete");
        };
    }

    private static String key(JsonNode node) {
        JsonNode key = node.path("key");
        if (!key.isTextual() || key.textValue().isEmpty()) {
            throw new InvalidMessageException("key: missing, empty, or not text");
        }
        String text = key.textValue();
        int bytes = Keys.utf8Length(text);
        if (bytes < 0) {
            throw new InvalidMessageException("key: half of a surrogate pair, which no store can hold");
        }
        if (bytes > MAX_KEY_BYTES) {
            throw new InvalidMessageException("key: longer than 1,024 bytes in UTF-8");
        }
        return text;
    }

    private static long size(JsonNode node) {
        JsonNode size = node.path("size");
        if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
            throw new InvalidMessageException("size: missing, or not a number of bytes");
        }
        if (size.longValue() > PartPlan.MAX_SIZE) {
            throw new InvalidMessageException("size: more than an object can have (48.8 TiB)");
        }
        return size.longValue();
    }

    private static String optional(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            throw new InvalidMessageException(name + ": not text");
        }
        return value.textValue();
    }

    private static Instant lastModified(JsonNode node) {
        String text = optional(node, "lastModified");
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidMessageException("lastModified: not a time like 2026-11-22T07:00:00Z");
        }
    }

    /** The parser's reason without the text around it, which is a stranger's. */
    private static String reason(JsonProcessingException e) {
        return "line " + e.getLocation().getLineNr() + ", column "
                + e.getLocation().getColumnNr();
    }
}
