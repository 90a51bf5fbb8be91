package dev.caravan.component.kodo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Kodo's markers as they look from outside: a listing goes on after the key in it. Qiniu doesn't document that, so whoever makes
 * one must first have seen that Kodo's own look like this.
 */
final class Markers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Markers() {}

    /** A marker to go on after a key, which need not exist. */
    static String after(String key) {
        try {
            String text = "{\"c\":0,\"k\":" + JSON.writeValueAsString(key) + "}";
            return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a marker of Kodo's says no more than to go on after a key. */
    static boolean goesOnAfter(String marker, String key) {
        try {
            JsonNode node = JSON.readTree(Base64.getUrlDecoder().decode(marker));
            return node != null
                    && node.size() == 2
                    && node.path("c").isInt()
                    && node.path("c").asInt() == 0
                    && node.path("k").isTextual()
                    && node.path("k").asText().equals(key);
        } catch (IllegalArgumentException | IOException e) {
            return false;
        }
    }
}
