package dev.caravan.local;

/**
 * A checksum kept with an object or a part.
 *
 * @param value Base64; a composite checksum ends in a dash and the number of parts
 * @param composite whether it is a checksum of the parts' checksums rather than of the whole content
 */
public record Checksum(ChecksumAlgorithm algorithm, String value, boolean composite) {
    String type() {
        return composite ? "COMPOSITE" : "FULL_OBJECT";
    }
}
