package dev.caravan.store;

import java.time.Instant;

/**
 * An object in a listing.
 *
 * @param key the decoded key, byte for byte
 * @param size in bytes
 * @param etag without quotes; empty if none
 * @param lastModified by the store's clock
 * @param storageClass in the store's terms, or empty
 * @param etagIsOpaque whether the listing shows that an MD5-like ETag isn't an MD5
 */
public record ObjectSummary(
        String key, long size, String etag, Instant lastModified, String storageClass, boolean etagIsOpaque) {

    /** Creates an object whose ETag may be an MD5. */
    public ObjectSummary(String key, long size, String etag, Instant lastModified, String storageClass) {
        this(key, size, etag, lastModified, storageClass, false);
    }
}
