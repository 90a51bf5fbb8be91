package dev.caravan.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A key with which a store encrypts objects for its customer (SSE-C, AES-256). No text form shows it. */
public final class CustomerKey {

    private static final int LENGTH = 32;
    private static final int LONGEST_FILE = 1024;

    private final byte[] key;

    private CustomerKey(byte[] key) {
        this.key = key;
    }

    /**
     * Reads a key in base64.
     *
     * @throws IllegalArgumentException if it is none; the message doesn't quote it
     */
    public static CustomerKey parse(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("is no key of " + LENGTH + " bytes in base64");
        }
        return new CustomerKey(bytes);
    }

    /**
     * Reads a file with the key, as 32 bytes or in base64.
     *
     * @throws IllegalArgumentException if there is none; the message doesn't quote it
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
            return new CustomerKey(content);
        }
        try {
            return parse(new String(content, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    name + " holds neither the " + LENGTH + " bytes of a key nor the same in base64", e);
        }
    }

    /** Returns the key as a header names it. */
    public String base64() {
        return Base64.getEncoder().encodeToString(key);
    }

    /** Returns the MD5 of the key in base64, by which a store knows that the key came whole. */
    public String md5() {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    @Override
    public String toString() {
        return "CustomerKey[…]";
    }
}
