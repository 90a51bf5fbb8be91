package dev.caravan.store;

/**
 * Names one part of an upload.
 *
 * @param key the key of the object that is being uploaded
 * @param uploadId of the upload
 * @param partNumber 1 to 10,000
 */
public record PartRequest(String key, String uploadId, int partNumber) {}
