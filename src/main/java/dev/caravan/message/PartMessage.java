package dev.caravan.message;

import dev.caravan.store.ContentChecksum.Kind;

/**
 * Moves one part of a giant object.
 *
 * @param key the source's key
 * @param uploadId of the multipart upload
 * @param partNumber 1 to {@code parts}
 * @param parts of the whole object, 1 to 10,000
 * @param offset of the part's first byte in the object
 * @param length in bytes, 1 to 5 GiB
 * @param etag of the source's object without quotes, never empty, to pin the GET
 * @param kept the kind of checksum that the source keeps of the whole and that is computed of the part; null for none
 */
public record PartMessage(
        String key, String uploadId, int partNumber, int parts, long offset, long length, String etag, Kind kept)
        implements UploadMessage {}
