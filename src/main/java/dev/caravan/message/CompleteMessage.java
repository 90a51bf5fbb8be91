package dev.caravan.message;

/**
 * All parts of a giant object are on record: the object is to be made of them.
 *
 * @param key the source's key
 */
public record CompleteMessage(String key, String uploadId) implements UploadMessage {}
