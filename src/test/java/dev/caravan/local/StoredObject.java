package dev.caravan.local;

import java.time.Instant;
import java.util.List;

/**
 * One object of a bucket.
 *
 * @param etag without quotes
 * @param lastModified whole seconds, as S3 has it
 * @param parts the parts it was uploaded in, empty if in one piece
 * @param checksum null if none was sent with it
 */
public record StoredObject(
        String key,
        Content content,
        String etag,
        Instant lastModified,
        Attributes attributes,
        List<Part> parts,
        Checksum checksum) {

    public long size() {
        return content.length();
    }

    public StoredObject withLastModified(Instant time) {
        return new StoredObject(key, content, etag, time, attributes, parts, checksum);
    }

    public StoredObject withEtag(String newEtag) {
        return new StoredObject(key, content, newEtag, lastModified, attributes, parts, checksum);
    }

    /**
     * Returns a copy with this checksum of its content or of its parts' checksums, as if it had been uploaded with it.
     */
    public StoredObject withChecksum(ChecksumAlgorithm algorithm, boolean composite) {
        String value = Multipart.compute(algorithm, content) + (composite ? "-2" : "");
        Checksum kept = new Checksum(algorithm, value, composite);
        return new StoredObject(key, content, etag, lastModified, attributes, parts, kept);
    }

    StoredObject withAttributes(Attributes newAttributes) {
        return new StoredObject(key, content, etag, lastModified, newAttributes, parts, checksum);
    }
}
