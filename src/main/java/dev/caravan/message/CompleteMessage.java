package dev.caravan.message;

/** Completes a giant object whose parts are all on record; {@code key} is the source's. */
public record CompleteMessage(String key, String uploadId) implements UploadMessage {}
