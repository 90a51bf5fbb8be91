package dev.caravan.component.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.caravan.job.Credentials;
import dev.caravan.store.Session;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Reads an access key from a JSON object. Messages never contain the text or a parser's cause.
 *
 * @param id name of the field with the access key ID
 * @param secret name of the field with the secret
 * @param token name of the field with the session token
 * @param end name of the field with the expiry; empty for none
 */
public record KeyJson(String id, String secret, String token, String end) {

    private static final ObjectReader JSON =
            JsonMapper.builder().build().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * Parses a text that is one JSON object.
     *
     * @throws IllegalArgumentException with the fault, such as {@code it isn't JSON}
     */
    public static JsonNode object(String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it isn't JSON");
        }
        if (!root.isObject()) {
            throw new IllegalArgumentException("it isn't a JSON object");
        }
        return root;
    }

    /**
     * Takes the access key from an object.
     *
     * @throws IllegalArgumentException with the fault
     */
    public Session read(JsonNode object) {
        return new Session(
                new Credentials(field(object, id, true), field(object, secret, true), field(object, token, false)),
                end(object));
    }

    private Instant end(JsonNode object) {
        String text = end.isEmpty() ? "" : field(object, end, false);
        try {
            return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("its " + end + " is not a time such as 2026-01-31T12:00:00Z");
        }
    }

    private static String field(JsonNode root, String name, boolean needed) {
        JsonNode node = root.path(name);
        if (!needed && (node.isMissingNode() || node.isNull())) {
            return "";
        }
        if (node.isMissingNode()) {
            throw new IllegalArgumentException("it has no " + name);
        }
        if (!node.isTextual()) {
            throw new IllegalArgumentException("its " + name + " is not text");
        }
        String value = node.textValue().strip();
        if (needed && value.isEmpty()) {
            throw new IllegalArgumentException("its " + name + " is empty");
        }
        if (!Credentials.isSendable(value)) {
            throw new IllegalArgumentException("its " + name + " has a character that none can have");
        }
        return value;
    }
}
