package dev.caravan.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.caravan.job.Credentials;

/** An access key as the text of a secret: a JSON object. No message quotes it, nor has a parser's exception as its cause. */
final class SecretContent {

    private static final ObjectReader JSON =
            JsonMapper.builder().build().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private SecretContent() {}

    /** Reads the access key from a text; null where the secret holds bytes instead. */
    static Credentials parse(String text) throws SecretException {
        if (text == null) {
            throw wrong("it holds bytes instead of text");
        }
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw wrong("it isn't JSON");
        }
        if (!root.isObject()) {
            throw wrong("it isn't a JSON object");
        }
        return new Credentials(
                field(root, "access_key_id", true),
                field(root, "secret_access_key", true),
                field(root, "session_token", false));
    }

    private static String field(JsonNode root, String name, boolean needed) throws SecretException {
        JsonNode node = root.path(name);
        if (!needed && (node.isMissingNode() || node.isNull())) {
            return "";
        }
        if (node.isMissingNode()) {
            throw wrong("it has no " + name);
        }
        if (!node.isTextual()) {
            throw wrong("its " + name + " is no text");
        }
        String value = node.textValue().strip();
        if (needed && value.isEmpty()) {
            throw wrong("its " + name + " is empty");
        }
        // Id and token become header values, where a line's end would begin another header.
        if (!value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw wrong("its " + name + " has a character that none can have");
        }
        return value;
    }

    private static SecretException wrong(String what) {
        return new SecretException(
                what + "; it must be {\"access_key_id\": \"…\", \"secret_access_key\": \"…\"}, with \"session_token\""
                        + " too where the key is temporary",
                null);
    }
}
