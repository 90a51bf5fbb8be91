package dev.caravan.store;

/**
 * Asks for an object's bytes.
 *
 * @param key the object's key
 * @param range the bytes wanted; null for the whole object
 * @param ifMatch the ETag, unquoted, that the object must still have; null or empty where any will do
 */
public record GetRequest(String key, ByteRange range, String ifMatch) {}
