package dev.caravan.aws;

import dev.caravan.component.wire.KeyJson;
import dev.caravan.job.Credentials;

/** Reads an access key from a secret's JSON. Messages never contain the text or a parser's cause. */
final class SecretContent {

    private static final KeyJson KEY = new KeyJson("access_key_id", "secret_access_key", "session_token", "");

    private SecretContent() {}

    /**
     * Reads the access key; the text is null for a binary secret.
     *
     * @throws IllegalArgumentException with the fault
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
