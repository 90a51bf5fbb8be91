package dev.caravan.message;

import dev.caravan.store.ContentChecksum.Kind;

/**
 * One part of a giant object to be moved.
 *
 * @param key the source's key
 * @param uploadId of the upload that it is a part of
 * @param partNumber 1 to {@code parts}
 * @param parts of the whole object, 1 to 10,000
 * @param offset of its first byte in the object
 * @param length in bytes, 1 to 5 GiB
 * @param etag of the source's object, unquoted, never empty: the GET is pinned to it
 * @param kept which checksum the source keeps of the whole object, so that the part's is to be computed; null for none
 */
public record PartMessage(
        String key, String uploadId, int partNumber, int parts, long offset, long length, String etag, Kind kept)
        implements UploadMessage {}
