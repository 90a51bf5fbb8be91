package dev.caravan.store;

import java.util.Map;
import java.util.Objects;

/**
 * How a source stores an object, as far as a copy is to keep it. Values are those of S3's protocol. A field is empty where the copy
 * gets what is usual at the destination.
 *
 * @param storageClass for example {@code STANDARD_IA}
 * @param lockMode {@code GOVERNANCE} or {@code COMPLIANCE}; empty where no retention applies
 * @param lockedUntil the end of the retention, as the source writes it (ISO 8601)
 * @param legalHold {@code ON}; empty for none
 * @param grants the grantees by the header of their permission, for example {@code x-amz-grant-read}; without the owner
 */
public record StorageTraits(
        String storageClass, String lockMode, String lockedUntil, String legalHold, Map<String, String> grants) {

    /** No traits: the copy keeps none of its source. */
    public static final StorageTraits NONE = new StorageTraits("", "", "", "", Map.of());

    public StorageTraits {
        storageClass = Objects.requireNonNullElse(storageClass, "");
        grants = Map.copyOf(grants);
    }

    /** Traits of an object of which only the storage class is kept. */
    public static StorageTraits of(String storageClass) {
        return storageClass.isEmpty() ? NONE : new StorageTraits(storageClass, "", "", "", Map.of());
    }

    /** The same traits with an access control list. */
    public StorageTraits with(Map<String, String> others) {
        return new StorageTraits(storageClass, lockMode, lockedUntil, legalHold, others);
    }
}
