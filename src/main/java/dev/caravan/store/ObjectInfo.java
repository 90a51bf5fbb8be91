package dev.caravan.store;

import java.time.Instant;

/**
 * An object's properties from HEAD or GET.
 *
 * @param key the object's key
 * @param size of the whole object in bytes, also for a range
 * @param etag without quotes; empty if none
 * @param etagIsMd5 whether the ETag is the MD5 of the whole content: 32 hexadecimal digits, and no encryption with KMS
 *     or a customer key (Amazon S3, "Object", field ETag)
 * @param lastModified by the store's clock
 * @param storageClass in the store's terms, or empty
 * @param metadata to copy with the bytes
 * @param checksum of the whole content, also for a range; null if none
 */
public record ObjectInfo(
        String key,
        long size,
        String etag,
        boolean etagIsMd5,
        Instant lastModified,
        String storageClass,
        ObjectMetadata metadata,
        ContentChecksum checksum) {

    /** Creates the properties without a checksum. */
    public ObjectInfo(
            String key,
            long size,
            String etag,
            boolean etagIsMd5,
            Instant lastModified,
            String storageClass,
            ObjectMetadata metadata) {
        this(key, size, etag, etagIsMd5, lastModified, storageClass, metadata, null);
    }

    /** Returns the object as a listing shows it. */
    public ObjectSummary summary() {
        return new ObjectSummary(key, size, etag, lastModified, storageClass, !etagIsMd5);
    }
}
