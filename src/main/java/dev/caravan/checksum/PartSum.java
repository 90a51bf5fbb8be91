package dev.caravan.checksum;

import dev.caravan.store.ContentChecksum.Kind;
import java.util.Base64;

/**
 * The checksum of one piece, for combination with the other pieces.
 *
 * @param kind of the source's checksum of the whole
 * @param length of the piece in bytes
 * @param value base64: a CRC's bytes, highest first; the SHA-1s of a qetag's blocks; or the digest
 */
public record PartSum(Kind kind, long length, String value) {

    static PartSum of(Kind kind, long length, byte[] value) {
        return new PartSum(kind, length, Base64.getEncoder().encodeToString(value));
    }

    public String text() {
        return kind.name() + ':' + value;
    }

    /** Parses {@link #text} of a piece of {@code length} bytes; null if invalid. */
    public static PartSum parse(String text, long length) {
        for (Kind kind : Kind.values()) {
            if (text.startsWith(kind.name() + ':')) {
                PartSum sum =
                        new PartSum(kind, length, text.substring(kind.name().length() + 1));
                return ContentAlgorithm.of(kind).isOne(sum) ? sum : null;
            }
        }
        return null;
    }
}
