package dev.caravan.component.kodo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Kodo's listing markers: a listing continues after the key in one. Qiniu doesn't document this, so a caller first
 * verifies that Kodo's own markers have this form.
 */
final class Markers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Markers() {}

    /** Returns a marker after a key, which need not exist. */
    static String after(String key) {
        try {
            String text = "{\"c\":0,\"k\":" + JSON.writeValueAsString(key) + "}";
            return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether a marker of Kodo encodes just this key. */
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
