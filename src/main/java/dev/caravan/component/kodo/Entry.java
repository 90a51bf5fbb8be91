package dev.caravan.component.kodo;

import dev.caravan.store.ContentChecksum;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.ObjectSummary;
import java.time.Instant;
import java.util.Map;

/**
 * An object as Kodo describes it in a listing or a lookup.
 *
 * @param key empty in a lookup
 * @param hash Kodo's ETag
 * @param size in bytes
 * @param putTime in units of 100 ns since 1970
 * @param type number of the storage class
 * @param disabled whether it can't be read
 * @param restored whether an archived object can be read now
 * @param user metadata with lower-case names
 */
record Entry(
        String key,
        String hash,
        long size,
        long putTime,
        String mimeType,
        int type,
        boolean disabled,
        boolean restored,
        Map<String, String> user) {

    private static final long PUT_TIMES_A_SECOND = 10_000_000;
    private static final int ARCHIVE = 2;
    private static final int DEEP_ARCHIVE = 3;
    private static final int HASH_LENGTH = 28;

    /** Returns whether it must be restored before it can be read. Archive type 4 is readable. */
    boolean frozen() {
        return (type == ARCHIVE || type == DEEP_ARCHIVE) && !restored;
    }

    ObjectSummary summary() {
        return new ObjectSummary(key, size, hash, lastModified(), storageClass());
    }

    ObjectInfo info(String ofKey, boolean withMetadata) {
        Map<String, String> headers = mimeType.isEmpty() ? Map.of() : Map.of("content-type", mimeType);
        ObjectMetadata metadata =
                withMetadata ? new ObjectMetadata(headers, user, Map.of()).asText() : ObjectMetadata.NONE;
        return new ObjectInfo(ofKey, size, hash, false, lastModified(), storageClass(), metadata, checksum(hash));
    }

    private Instant lastModified() {
        return Instant.ofEpochSecond(putTime / PUT_TIMES_A_SECOND, putTime % PUT_TIMES_A_SECOND * 100);
    }

    /** Returns the name of the storage class in Kodo's S3 protocol. */
    private String storageClass() {
        return switch (type) {
            case 0 -> "STANDARD";
            case 1 -> "LINE";
            case ARCHIVE -> "GLACIER";
            case DEEP_ARCHIVE -> "DEEP_ARCHIVE";
            case 4 -> "GLACIER_IR";
            case 5 -> "INTELLIGENT_TIERING";
            default -> Integer.toString(type);
        };
    }

    /**
     * Returns the hash as a checksum; null if it depends on the parts of an upload ({@code n…}), which only Kodo knows.
     */
    static ContentChecksum checksum(String hash) {
        boolean ofContent = hash.length() == HASH_LENGTH && (hash.charAt(0) == 'F' || hash.charAt(0) == 'l');
        return ofContent ? new ContentChecksum(ContentChecksum.Kind.QETAG, hash) : null;
    }
}
