package dev.caravan.store;

import java.time.Instant;

/**
 * One object's properties, as HEAD or GET answers them.
 *
 * @param key the object's key
 * @param size of the whole object in bytes, also where only a range was asked for
 * @param etag unquoted; empty where the store gives none
 * @param etagIsMd5 whether the ETag is the MD5 of the whole content: 32 hexadecimal digits, and the object is not encrypted
 *     with KMS or a customer's key (Amazon S3, "Object", field ETag)
 * @param lastModified by the store's clock
 * @param storageClass the store's own name for it, or empty
 * @param metadata what is copied beside the bytes
 * @param checksum of the whole content, also where only a range was asked for; null where the store keeps none
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

    /** Of an object of whose content the store keeps no checksum. */
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
}
