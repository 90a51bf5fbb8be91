package dev.caravan.store;

import dev.caravan.job.Printable;

/**
 * A range of bytes of an object.
 *
 * @param offset of the first byte, from 0
 * @param length in bytes, at least 1
 */
public record ByteRange(long offset, long length) {

    private static final String UNIT = "bytes=";

    public ByteRange {
        if (offset < 0 || length < 1) {
            throw new IllegalArgumentException("not a byte range: " + length + " bytes from " + offset);
        }
    }

    /**
     * Parses the form of {@link #header()}: {@code bytes=0-99} for the first 100 bytes.
     *
     * @throws IllegalArgumentException for any other text, including open ranges
     */
    public static ByteRange parse(String text) {
        int dash = text.indexOf('-');
        if (text.startsWith(UNIT) && dash > 0) {
            try {
                long first = Long.parseLong(text.substring(UNIT.length(), dash));
                return new ByteRange(first, Long.parseLong(text.substring(dash + 1)) - first + 1);
            } catch (NumberFormatException e) {
                throw notARange(text, e);
            }
        }
        throw notARange(text, null);
    }

    private static IllegalArgumentException notARange(String text, Exception cause) {
        return new IllegalArgumentException("not a byte range such as bytes=0-99: " + Printable.of(text), cause);
    }

    /** Returns the value of a {@code Range} header (RFC 9110, 14.1.2). */
    public String header() {
        return UNIT + offset + "-" + (offset + length - 1);
    }
}
