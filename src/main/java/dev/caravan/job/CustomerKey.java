package dev.caravan.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** A customer key for encryption by a store (SSE-C, AES-256). No text form shows it. */
public final class CustomerKey {

    private static final int LENGTH = 32;
    private static final int LONGEST_FILE = 1024;

    private final byte[] key;
    private final String secret;

    private CustomerKey(byte[] key, String secret) {
        this.key = key;
        this.secret = secret;
    }

    /** Returns a key that a secret of Secrets Manager holds, by the secret's name or ARN. */
    static CustomerKey inSecret(String name) {
        return new CustomerKey(null, name);
    }

    /** Returns the name or ARN of the secret that holds the key; empty if the key is known. */
    public String secret() {
        return secret;
    }

    /** Parses a key in base64. Throws {@link IllegalArgumentException} if invalid; the message doesn't quote it. */
    public static CustomerKey parse(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("is not a key of " + LENGTH + " bytes in base64");
        }
        return new CustomerKey(bytes, "");
    }

    /**
     * Reads a key file of 32 bytes or base64.
     *
     * @throws IllegalArgumentException if invalid; the message doesn't quote it
     */
    static CustomerKey read(Path file) {
        byte[] content;
        String name = Printable.of(file.toString());
        try {
            if (Files.size(file) > LONGEST_FILE) {
                throw new IllegalArgumentException(name + " is too long for a key of " + LENGTH + " bytes");
            }
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(name + " can't be read: " + FileProblem.reason(e), e);
        }
        if (content.length == LENGTH) {
            return new CustomerKey(content, "");
        }
        try {
            return parse(new String(content, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    name + " holds neither the " + LENGTH + " bytes of a key nor the same in base64", e);
        }
    }

    /** Returns the key for a header. */
    public String base64() {
        return Base64.getEncoder().encodeToString(key);
    }

    /** Returns the key's MD5 in base64, by which a store verifies it. */
    public String md5() {
        return Base64.getEncoder().encodeToString(Digests.of("MD5").digest(key));
    }

    @Override
    public String toString() {
        return "CustomerKey[…]";
    }
}
