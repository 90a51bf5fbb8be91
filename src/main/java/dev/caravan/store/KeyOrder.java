package dev.caravan.store;

/**
 * The order of keys in listings: by their UTF-8 bytes (Amazon S3, ListObjectsV2). {@link String#compareTo} differs: in
 * UTF-16 the surrogates of U+10000 and above sort before U+E000 to U+FFFF.
 */
public final class KeyOrder {

    private KeyOrder() {}

    /** Compares as {@link java.util.Comparator} does. */
    public static int compare(String a, String b) {
        return compare(a, 0, b, 0);
    }

    /** Compares the texts from the given char indexes on without copying. */
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

    /** Moves surrogates after all other chars, which gives the order of UTF-8 bytes. */
    private static int rank(char c) {
        if (c < Character.MIN_SURROGATE) {
            return c;
        }
        return c <= Character.MAX_SURROGATE ? c + 0x2000 : c - 0x800;
    }
}
