package dev.caravan.store;

/**
 * Asks to store an object.
 *
 * @param key the new object's key
 * @param metadata to be stored beside the bytes
 * @param md5 the MD5 of the content in hexadecimal; null where it isn't known, and the bytes are then verified by other
 *     means. {@link DigestException} where the bytes turn out to have another one
 * @param announced whether the store is told the MD5 and verifies it before it stores anything (RFC 1864); if not, it is
 *     computed on the way, which tells what was read
 */
public record PutRequest(String key, ObjectMetadata metadata, String md5, boolean announced) {

    /** A request whose MD5, where it is known, is announced. */
    public PutRequest(String key, ObjectMetadata metadata, String md5) {
        this(key, metadata, md5, true);
    }
}
