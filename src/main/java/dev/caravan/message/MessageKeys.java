package dev.caravan.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Finds the keys that a message of any job names. */
public final class MessageKeys {

    private static final int MAX_ENVELOPES = 3;

    private MessageKeys() {}

    /** Returns the source's keys; empty for an unreadable message. */
    public static List<String> of(String body) {
        try {
            JsonNode node = MessageCodec.parse(body, "the message");
            for (int i = 0; i < MAX_ENVELOPES && node.path("Message").isTextual() && !node.has("key"); i++) {
                node = MessageCodec.parse(node.path("Message").textValue(), "the message");
            }
            List<String> keys = new ArrayList<>();
            if (node.path("key").isTextual()) {
                keys.add(node.path("key").textValue());
            }
            for (JsonNode record : node.path("Records")) {
                keys.add(Fields.encodedKey(record.path("s3").path("object")));
            }
            if (node.path("detail").path("object").path("key").isTextual()) {
                keys.add(node.path("detail").path("object").path("key").textValue());
            }
            return keys;
        } catch (InvalidMessageException e) {
            return List.of();
        }
    }
}
