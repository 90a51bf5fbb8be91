package dev.caravan.message;

/**
 * Gives up a giant object.
 *
 * @param key the source's key
 * @param reason for the record; may be empty
 */
public record AbortMessage(String key, String uploadId, String reason) implements UploadMessage {}
