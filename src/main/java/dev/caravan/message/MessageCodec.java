package dev.caravan.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;

/**
 * Converts messages to and from JSON:
 * {@code {"type":"object","key":…,"size":…,"etag":…,"lastModified":…,"sequencer":…,"mustExist":true,"mayRepeat":true}}
 * or {@code {"type":"delete","key":…,"sequencer":…}}; for all versions of a key
 * {@code {"type":"history","key":…,"size":…,"tries":…}}; for giant objects
 * {@code {"type":"part","key":…,"uploadId":…,"partNumber":…,"parts":…,"offset":…,"length":…,"etag":…,"checksum":…}},
 * {@code {"type":"complete","key":…,"uploadId":…}} or {@code {"type":"abort","key":…,"uploadId":…,"reason":…}}. Escapes
 * non-ASCII characters, since a queue may refuse them (Amazon SQS, SendMessage). A missing {@code type} means object.
 */
public final class MessageCodec {

    private static final Map<Class<?>, String> TYPES = Map.of(
            ObjectMessage.class, "object",
            DeleteMessage.class, "delete",
            HistoryMessage.class, "history",
            PartMessage.class, "part",
            CompleteMessage.class, "complete",
            AbortMessage.class, "abort");

    private static final String MUST_EXIST = "mustExist";
    private static final String MAY_REPEAT = "mayRepeat";
    private static final String TRIES = "tries";

    /** More than a queue allows. */
    private static final int MOST_TRIES = 1000;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private MessageCodec() {}

    public static String encode(Message message) {
        ObjectNode node = JSON.createObjectNode().put("type", type(message)).put("key", message.key());
        if (message instanceof ObjectMessage object) {
            node.put("size", object.size()).put("etag", object.etag());
            if (object.lastModified() != null) {
                node.put("lastModified", object.lastModified().toString());
            }
            if (object.mustExist()) {
                node.put(MUST_EXIST, true);
            }
            if (object.mayRepeat()) {
                node.put(MAY_REPEAT, true);
            }
        } else if (message instanceof HistoryMessage history) {
            node.put("size", history.size()).put(TRIES, history.tries());
        } else if (message instanceof UploadMessage upload) {
            write(upload, node);
        }
        if (!message.sequencer().isEmpty()) {
            node.put("sequencer", message.sequencer());
        }
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of text and numbers is always JSON", e);
        }
    }

    private static void write(UploadMessage message, ObjectNode node) {
        node.put("uploadId", message.uploadId());
        if (message instanceof PartMessage part) {
            node.put("partNumber", part.partNumber())
                    .put("parts", part.parts())
                    .put("offset", part.offset())
                    .put("length", part.length())
                    .put("etag", part.etag());
            if (part.kept() != null) {
                node.put("checksum", part.kept().name());
            }
        } else if (message instanceof AbortMessage abort && !abort.reason().isEmpty()) {
            node.put("reason", abort.reason());
        }
    }

    /** Returns the name of a message's type in its JSON. */
    public static String type(Message message) {
        return TYPES.get(message.getClass());
    }

    /** Reads one message; throws {@link InvalidMessageException} with the fault if the text is none. */
    public static Message decode(String text) {
        return message(parse(text, "the message"));
    }

    /**
     * Parses a JSON object without duplicate names; {@code what} names the text in messages. Jackson's limits refuse
     * deep nesting and long numbers.
     *
     * @throws InvalidMessageException if it is none
     */
    static JsonNode parse(String text, String what) {
        if (text == null || text.isBlank()) {
            throw new InvalidMessageException(what + " is empty");
        }
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new InvalidMessageException(what + " is not JSON: " + reason(e));
        }
        if (!node.isObject()) {
            throw new InvalidMessageException(what + " is JSON, but not an object");
        }
        return node;
    }

    static Message message(JsonNode node) {
        String type = node.path("type").asText("object");
        String key = Fields.key(node);
        return switch (type) {
            case "object" ->
                new ObjectMessage(
                        key,
                        Fields.size(node),
                        Fields.etag(node, "etag"),
                        lastModified(node),
                        Fields.sequencer(node),
                        node.path(MUST_EXIST).asBoolean(),
                        node.path(MAY_REPEAT).asBoolean(),
                        "");
            case "delete" -> new DeleteMessage(key, Fields.sequencer(node));
            case "history" ->
                new HistoryMessage(
                        key,
                        node.has("size") ? Fields.number(node, "size", 0, Long.MAX_VALUE) : 0,
                        node.has(TRIES) ? (int) Fields.number(node, TRIES, 0, MOST_TRIES) : 0);
            case "part" -> part(key, node);
            case "complete" -> new CompleteMessage(key, Fields.uploadId(node));
            case "abort" -> new AbortMessage(key, Fields.uploadId(node), Fields.text(node, "reason"));
            default ->
                throw new InvalidMessageException("type: not one of object, delete, history, part, complete, abort");
        };
    }

    private static PartMessage part(String key, JsonNode node) {
        int parts = (int) Fields.number(node, "parts", 1, PartPlan.MAX_PARTS);
        int partNumber = (int) Fields.number(node, "partNumber", 1, parts);
        long length = Fields.number(node, "length", 1, PartPlan.MAX_PART_SIZE);
        long offset = Fields.number(node, "offset", 0, PartPlan.MAX_SIZE - length);
        String etag = Fields.etag(node, "etag");
        if (etag.isEmpty()) {
            throw new InvalidMessageException("etag: missing or empty, so that parts of two versions could be mixed");
        }
        return new PartMessage(key, Fields.uploadId(node), partNumber, parts, offset, length, etag, Fields.kept(node));
    }

    private static Instant lastModified(JsonNode node) {
        String text = Fields.text(node, "lastModified");
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidMessageException("lastModified: not a time like 2026-11-22T07:00:00Z");
        }
    }

    /** Returns the parser's reason without the untrusted text around it. An exceeded limit has no location. */
    private static String reason(JsonProcessingException e) {
        JsonLocation place = e.getLocation();
        return place == null
                ? "nested too deep, or a number or a text too long"
                : "line " + place.getLineNr() + ", column " + place.getColumnNr();
    }
}
