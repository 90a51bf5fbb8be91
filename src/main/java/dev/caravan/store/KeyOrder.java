package dev.caravan.store;

/**
 * The order in which stores list keys: that of their UTF-8 bytes (Amazon S3, ListObjectsV2). It isn't {@link
 * String#compareTo}'s: in UTF-16 the surrogates of U+10000 and beyond sort before U+E000 to U+FFFF.
 */
public final class KeyOrder {

    private KeyOrder() {}

    /** Negative, zero or positive as {@link java.util.Comparator} has it. */
    public static int compare(String a, String b) {
        return compare(a, 0, b, 0);
    }

    /** Compares what stands from {@code aFrom} and {@code bFrom} on, chars of UTF-16, without copying it. */
    public static int compare(String a, int aFrom, String b, int bFrom) {
        int aLength = a.length() - aFrom;
        int bLength = b.length() - bFrom;
        int common = Math.min(aLength, bLength);
        for (int i = 0; i < common; i++) {
            char x = a.charAt(aFrom + i);
            char y = b.charAt(bFrom + i);
            if (x != y) {
                return rank(x) - rank(y);
            }
        }
        return aLength - bLength;
    }

    /** Moves the surrogates behind all other chars: code points in order have the same order as their UTF-8 bytes. */
    private static int rank(char c) {
        if (c < Character.MIN_SURROGATE) {
            return c;
        }
        return c <= Character.MAX_SURROGATE ? c + 0x2000 : c - 0x800;
    }
}
