package dev.caravan.store;

import java.time.Instant;

/**
 * One object as a listing shows it.
 *
 * @param key the object's key, byte for byte (decoded, where the listing was encoded)
 * @param size in bytes
 * @param etag unquoted; empty where the store gives none
 * @param lastModified by the store's clock
 * @param storageClass the store's own name for it, or empty
 * @param etagIsOpaque whether the listing tells that the ETag is no MD5 of the content, though it may look like one
 */
public record ObjectSummary(
        String key, long size, String etag, Instant lastModified, String storageClass, boolean etagIsOpaque) {

    /** An object whose ETag may be what it looks like. */
    public ObjectSummary(String key, long size, String etag, Instant lastModified, String storageClass) {
        this(key, size, etag, lastModified, storageClass, false);
    }
}
