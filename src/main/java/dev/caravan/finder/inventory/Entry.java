package dev.caravan.finder.inventory;

import dev.caravan.store.ObjectSummary;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An inventory's object as bytes, which need little memory and sort like keys: the key's length in two bytes, the key,
 * size and time in milliseconds, then ETag and storage class with lengths.
 */
final class Entry {

    private static final int FIXED = 2 + 8 + 8 + 1;
    private static final int MD5_BYTES = 16;

    /** The ETag length that marks 16 bytes shown as 32 digits. */
    private static final int DIGITS = 0x40;

    private static final int OPAQUE = 0x80;

    private static final HexFormat HEX = HexFormat.of();

    private Entry() {}

    /**
     * Encodes an object.
     *
     * @param key in UTF-8
     * @param modified in epoch milliseconds
     * @param etag without quotes; dropped above 63 characters
     * @param opaque whether an MD5-like ETag isn't an MD5
     * @param storageClass at most 255 characters
     */
    static byte[] of(
            byte[] key, int keyLength, long size, long modified, String etag, boolean opaque, String storageClass) {
        byte[] digits = digits(etag);
        byte[] tag = digits != null ? digits : etag.getBytes(StandardCharsets.UTF_8);
        if (tag.length >= DIGITS) {
            tag = new byte[0];
        }
        byte[] named = storageClass.getBytes(StandardCharsets.UTF_8);
        ByteBuffer entry = ByteBuffer.allocate(FIXED + keyLength + tag.length + 1 + named.length);
        entry.putShort((short) keyLength).put(key, 0, keyLength).putLong(size).putLong(modified);
        entry.put((byte) ((digits != null ? DIGITS : tag.length) | (opaque ? OPAQUE : 0)))
                .put(tag);
        entry.put((byte) named.length).put(named);
        return entry.array();
    }

    /** Returns the 16 bytes of an ETag of 32 lower-case digits; null for any other. */
    private static byte[] digits(String etag) {
        if (etag.length() != 2 * MD5_BYTES) {
            return null;
        }
        for (int i = 0; i < etag.length(); i++) {
            char c = etag.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return null;
            }
        }
        return HEX.parseHex(etag);
    }

    static int keyLength(byte[] entry) {
        return ((entry[0] & 0xFF) << 8) | (entry[1] & 0xFF);
    }

    static int compare(byte[] a, byte[] b) {
        return Arrays.compareUnsigned(a, 2, 2 + keyLength(a), b, 2, 2 + keyLength(b));
    }

    /** Compares an entry's key with a key in UTF-8. */
    static int compareKey(byte[] entry, byte[] key) {
        return Arrays.compareUnsigned(entry, 2, 2 + keyLength(entry), key, 0, key.length);
    }

    static boolean startsWith(byte[] entry, byte[] prefix) {
        return keyLength(entry) >= prefix.length
                && Arrays.equals(entry, 2, 2 + prefix.length, prefix, 0, prefix.length);
    }

    /** Returns the modification time in epoch milliseconds. */
    static long modified(byte[] entry) {
        return ByteBuffer.wrap(entry).getLong(2 + keyLength(entry) + 8);
    }

    static ObjectSummary summary(byte[] entry) {
        int keyLength = keyLength(entry);
        ByteBuffer rest = ByteBuffer.wrap(entry, 2 + keyLength, entry.length - 2 - keyLength);
        long size = rest.getLong();
        Instant modified = Instant.ofEpochMilli(rest.getLong());
        int tag = rest.get() & 0xFF;
        byte[] etag = new byte[(tag & DIGITS) != 0 ? MD5_BYTES : tag & ~OPAQUE];
        rest.get(etag);
        byte[] storageClass = new byte[rest.get() & 0xFF];
        rest.get(storageClass);
        return new ObjectSummary(
                new String(entry, 2, keyLength, StandardCharsets.UTF_8),
                size,
                (tag & DIGITS) != 0 ? HEX.formatHex(etag) : new String(etag, StandardCharsets.UTF_8),
                modified,
                new String(storageClass, StandardCharsets.UTF_8),
                (tag & OPAQUE) != 0);
    }

    /** Returns whether the bytes are valid UTF-8; invalid ones would become another key. */
    static boolean isUtf8(byte[] key, int length) {
        for (int i = 0; i < length; i++) {
            if (key[i] < 0) {
                String text = new String(key, 0, length, StandardCharsets.UTF_8);
                return text.indexOf('\uFFFD') < 0
                        || Arrays.equals(text.getBytes(StandardCharsets.UTF_8), Arrays.copyOf(key, length));
            }
        }
        return true;
    }
}
