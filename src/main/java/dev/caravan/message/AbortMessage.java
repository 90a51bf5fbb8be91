package dev.caravan.message;

/**
 * A giant object is to be given up.
 *
 * @param key the source's key
 * @param reason for the record; may be empty
 */
public record AbortMessage(String key, String uploadId, String reason) implements UploadMessage {}
