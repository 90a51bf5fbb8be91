package dev.caravan.record;

/**
 * A recorded unfinished upload.
 *
 * @param sourceEtag of the version being copied
 * @param size of that version in bytes
 */
public record UploadLeft(String uploadId, String sourceEtag, long size) {}
