package dev.caravan.store;

import java.util.Map;
import java.util.Objects;

/**
 * The storage properties of a source object that a copy keeps, in S3's terms. Empty fields use the destination's
 * default.
 *
 * @param storageClass for example {@code STANDARD_IA}
 * @param lockMode {@code GOVERNANCE} or {@code COMPLIANCE}; empty without retention
 * @param lockedUntil end of the retention as the source writes it (ISO 8601)
 * @param legalHold {@code ON}; empty for none
 * @param grants grantees by permission header, for example {@code x-amz-grant-read}, without the owner
 * @param checksum of the whole object, for an upload in parts; null for none
 */
public record StorageTraits(
        String storageClass,
        String lockMode,
        String lockedUntil,
        String legalHold,
        Map<String, String> grants,
        ContentChecksum checksum) {

    public static final StorageTraits NONE = new StorageTraits("", "", "", "");

    /** Creates properties without grants and checksum. */
    public StorageTraits(String storageClass, String lockMode, String lockedUntil, String legalHold) {
        this(storageClass, lockMode, lockedUntil, legalHold, Map.of(), null);
    }

    public StorageTraits {
        storageClass = Objects.requireNonNullElse(storageClass, "");
        grants = Map.copyOf(grants);
    }

    /** Creates properties with only a storage class. */
    public static StorageTraits of(String storageClass) {
        return storageClass.isEmpty() ? NONE : new StorageTraits(storageClass, "", "", "");
    }

    public StorageTraits with(Map<String, String> others) {
        return new StorageTraits(storageClass, lockMode, lockedUntil, legalHold, others, checksum);
    }

    /** Returns the same properties with a checksum of the whole object; null for none. */
    public StorageTraits with(ContentChecksum whole) {
        return new StorageTraits(storageClass, lockMode, lockedUntil, legalHold, grants, whole);
    }
}
