package dev.caravan.local;

import java.time.Instant;
import java.util.List;

/**
 * One object of a bucket.
 *
 * @param etag without quotes
 * @param lastModified in whole seconds, as on S3
 * @param parts the parts of its upload, empty if it was uploaded in one piece
 * @param checksum null if the upload had none
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

    /** Returns a copy with this checksum of its content or of its parts' checksums, as if the upload had sent it. */
    public StoredObject withChecksum(ChecksumAlgorithm algorithm, boolean composite) {
        String value = Multipart.compute(algorithm, content) + (composite ? "-2" : "");
        Checksum kept = new Checksum(algorithm, value, composite);
        return new StoredObject(key, content, etag, lastModified, attributes, parts, kept);
    }

    StoredObject withAttributes(Attributes newAttributes) {
        return new StoredObject(key, content, etag, lastModified, newAttributes, parts, checksum);
    }
}
