package dev.caravan.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

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

    /** Returns the digest of a text's UTF-8 in hexadecimal. */
    public static String hex(String algorithm, String text) {
        return hex(algorithm, text.getBytes(StandardCharsets.UTF_8));
    }

    public static String hex(String algorithm, byte[] content) {
        return HexFormat.of().formatHex(of(algorithm).digest(content));
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
