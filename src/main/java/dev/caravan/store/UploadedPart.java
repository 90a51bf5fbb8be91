package dev.caravan.store;

/**
 * A part held by the store.
 *
 * @param partNumber 1 to 10,000
 * @param etag without quotes
 * @param length in bytes
 * @param checksum base64 CRC32C that the store verified; empty if none was sent
 */
public record UploadedPart(int partNumber, String etag, long length, String checksum) {}
