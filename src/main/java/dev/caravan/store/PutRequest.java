package dev.caravan.store;

/**
 * Requests to store an object.
 *
 * @param key the new object's key
 * @param metadata stored with the bytes
 * @param md5 hexadecimal MD5 of the content; null if unknown, and then other checksums verify the bytes.
 *     {@link DigestException} if the bytes differ
 * @param announced whether the store receives and verifies the MD5 before storing (RFC 1864); otherwise the
 *     last byte is sent only if the content has it
 */
public record PutRequest(String key, ObjectMetadata metadata, String md5, boolean announced) {

    /** Creates a request that announces a known MD5. */
    public PutRequest(String key, ObjectMetadata metadata, String md5) {
        this(key, metadata, md5, true);
    }
}
