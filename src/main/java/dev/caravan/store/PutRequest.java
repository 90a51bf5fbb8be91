package dev.caravan.store;

/**
 * Asks to store an object.
 *
 * @param key the new object's key
 * @param metadata to be stored beside the bytes
 * @param md5 the MD5 of the content in hexadecimal, which the store then verifies before it stores anything (RFC 1864);
 *     null where it isn't known, and the bytes are then verified by other means
 */
public record PutRequest(String key, ObjectMetadata metadata, String md5) {}
