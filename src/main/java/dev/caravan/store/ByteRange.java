package dev.caravan.store;

/**
 * A range of bytes of an object.
 *
 * @param offset of the first byte, from 0
 * @param length in bytes, at least 1
 */
public record ByteRange(long offset, long length) {

    public ByteRange {
        if (offset < 0 || length < 1) {
            throw new IllegalArgumentException("not a byte range: " + length + " bytes from " + offset);
        }
    }

    /** The value of a {@code Range} header (RFC 9110, 14.1.2). */
    public String header() {
        return "bytes=" + offset + "-" + (offset + length - 1);
    }
}
