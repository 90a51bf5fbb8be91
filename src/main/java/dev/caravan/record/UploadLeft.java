package dev.caravan.record;

/**
 * An upload that our own record says was begun and not ended.
 *
 * @param uploadId of the upload
 * @param sourceEtag of the version that it was to hold
 * @param size of that version in bytes
 */
public record UploadLeft(String uploadId, String sourceEtag, long size) {}
