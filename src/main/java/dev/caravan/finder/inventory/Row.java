package dev.caravan.finder.inventory;

import dev.caravan.store.Etag;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

/** One row of an inventory, reused for each row. */
final class Row {

    /** The longest key; longer ones are refused. */
    private static final int MOST_KEY_BYTES = 4096;

    byte[] key = new byte[1024];
    int keyLength;
    long size;
    long modified;
    String etag;
    String storageClass;
    String encryption;
    boolean latest;
    boolean deleteMarker;

    void clear() {
        keyLength = 0;
        size = -1;
        modified = Long.MIN_VALUE;
        etag = "";
        storageClass = "";
        encryption = "";
        latest = true;
        deleteMarker = false;
    }

    /** Returns whether a listing shows the object: no older version or delete marker. */
    boolean isListed() {
        return latest && !deleteMarker;
    }

    void modified(String text) {
        try {
            modified = Instant.parse(text).toEpochMilli();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("the last-modified time isn't of the form 2026-11-01T00:00:00.000Z", e);
        }
    }

    /** Returns the object as an entry; throws {@link IllegalArgumentException} for missing values. */
    byte[] entry() {
        if (keyLength == 0) {
            throw new IllegalArgumentException("the key is missing");
        }
        if (!Entry.isUtf8(key, keyLength)) {
            throw new IllegalArgumentException("the key is not UTF-8");
        }
        if (size < 0 || modified == Long.MIN_VALUE) {
            throw new IllegalArgumentException("the size or the last-modified time is missing");
        }
        int length = keyLength;
        if (length > MOST_KEY_BYTES) {
            // Doesn't split a character.
            length = MOST_KEY_BYTES;
            while ((key[length] & 0xC0) == 0x80) {
                length--;
            }
        }
        String upper = encryption.toUpperCase(Locale.ROOT);
        boolean opaque = upper.contains("KMS") || upper.equals("SSE-C");
        String named = storageClass.length() > 64 ? "" : storageClass;
        return Entry.of(key, length, size, modified, Etag.unquoted(etag), opaque, named);
    }
}
