package dev.caravan.store;

/**
 * One part as the store holds it.
 *
 * @param partNumber 1 to 10,000
 * @param etag unquoted
 * @param length in bytes
 * @param checksum the part's CRC32C in base64, as the store verified it; empty where none was sent
 */
public record UploadedPart(int partNumber, String etag, long length, String checksum) {}
