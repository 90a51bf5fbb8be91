package dev.caravan.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/** The bytes of an object: in memory, generated on demand, joined from parts, or known by their digests only. */
public sealed interface Content permits MemoryContent, SyntheticContent, JoinedContent, SlicedContent, DigestedContent {

    static Content of(byte[] bytes) {
        return new MemoryContent(List.of(bytes.clone()), bytes.length);
    }

    static Content of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns bytes that depend only on the seed and the offset. They can have any length and use no memory. */
    static Content synthetic(long seed, long length) {
        return new SyntheticContent(seed, length);
    }

    long length();

    /** Writes {@code count} bytes from {@code offset} on; both lie within the content. */
    void writeTo(OutputStream out, long offset, long count) throws IOException;

    /** Returns false if only digests were kept: such content can't be read, only compared. */
    default boolean isReadable() {
        return true;
    }

    default byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(length()));
        drain(out, 0, length());
        return out.toByteArray();
    }

    default Content slice(long offset, long count) {
        return offset == 0 && count == length() ? this : new SlicedContent(this, offset, count);
    }

    default byte[] md5() {
        MessageDigest md5 = Digests.md5();
        drain(new DigestOutputStream(OutputStream.nullOutputStream(), md5), 0, length());
        return md5.digest();
    }

    default long crc32c(long offset, long count) {
        CRC32C crc = new CRC32C();
        drain(new CheckedOutputStream(OutputStream.nullOutputStream(), crc), offset, count);
        return crc.getValue();
    }

    /** Returns the pieces, each with its own CRC. */
    default List<Content> pieces() {
        return List.of(this);
    }

    /**
     * Returns whether this content equals {@code expected}, by length and CRC32C. It also works if only digests were
     * kept.
     */
    default boolean sameAs(Content expected) {
        if (length() != expected.length()) {
            return false;
        }
        long offset = 0;
        for (Content piece : pieces()) {
            if (piece.crc32c(0, piece.length()) != expected.crc32c(offset, piece.length())) {
                return false;
            }
            offset += piece.length();
        }
        return true;
    }

    private void drain(OutputStream out, long offset, long count) {
        try {
            writeTo(out, offset, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
