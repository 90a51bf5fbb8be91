package dev.caravan.aws;

import dev.caravan.component.wire.KeyJson;
import dev.caravan.job.Credentials;

/** An access key as the text of a secret: a JSON object. No message quotes it, nor has a parser's exception as its cause. */
final class SecretContent {

    private static final KeyJson KEY = new KeyJson("access_key_id", "secret_access_key", "session_token", "");

    private SecretContent() {}

    /**
     * Reads the access key from a text, which is null where the secret holds bytes instead.
     *
     * @throws IllegalArgumentException whose message says what is wrong with it
     */
    static Credentials parse(String text) {
        if (text == null) {
            throw wrong("it holds bytes instead of text");
        }
        try {
            return KEY.read(KeyJson.object(text)).credentials();
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(
                what + "; it must be {\"access_key_id\": \"…\", \"secret_access_key\": \"…\"}, with \"session_token\""
                        + " too where the key is temporary");
    }
}
