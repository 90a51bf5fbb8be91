package dev.caravan.job;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Creates and decodes Java digests. */
public final class Digests {

    private Digests() {}

    /** Returns a digest that every Java has, such as {@code SHA-256}. */
    public static MessageDigest of(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    /** Returns a digest for contents, in machine code if the installation has it. */
    public static MessageDigest ofContent(String algorithm) {
        NativeCrypto.install();
        return of(algorithm);
    }

    /** Decodes base64; null if invalid or of another length. */
    public static byte[] base64(String text, int bytes) {
        return decoded(Base64.getDecoder(), text, bytes);
    }

    /** Decodes a text; null if invalid or of another length. */
    public static byte[] decoded(Base64.Decoder decoder, String text, int bytes) {
        try {
            byte[] value = decoder.decode(text);
            return value.length == bytes ? value : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
