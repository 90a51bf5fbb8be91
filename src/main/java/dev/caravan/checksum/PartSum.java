package dev.caravan.checksum;

import dev.caravan.store.ContentChecksum.Kind;
import java.util.Base64;

/**
 * What is known of the bytes of one piece of content, to be put together with those of the other pieces.
 *
 * @param kind of the checksum that the source keeps of the whole
 * @param length of the piece in bytes
 * @param value base64: of a CRC its bytes, the highest first; of a qetag the SHA-1s of the piece's blocks; of a digest the digest
 */
public record PartSum(Kind kind, long length, String value) {

    static PartSum of(Kind kind, long length, byte[] value) {
        return new PartSum(kind, length, Base64.getEncoder().encodeToString(value));
    }

    /** One line of text, as records keep it. */
    public String text() {
        return kind.name() + ':' + value;
    }

    /**
     * Reads {@link #text}.
     *
     * @param length of the piece in bytes
     * @return null where the text is none
     */
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

    byte[] bytes() {
        return Base64.getDecoder().decode(value);
    }
}
