package dev.caravan.finder;

/** Computes boundaries between keys, which need not exist. Results are valid Unicode without control characters. */
final class KeySpace {

    private KeySpace() {}

    /**
     * Returns a string after all keys that share the given key's code points up to and including an index; empty if
     * there is none.
     */
    static String successor(String key, int index) {
        return with(key, index, key.codePointAt(index) + 1);
    }

    /** Returns the key before an index, followed by a code point or the next one allowed in a key. */
    static String with(String key, int index, int codePoint) {
        int valid = atLeast(codePoint);
        return valid > Character.MAX_CODE_POINT ? "" : key.substring(0, index) + Character.toString(valid);
    }

    private static int atLeast(int codePoint) {
        if (codePoint < ' ') {
            return ' ';
        }
        if (codePoint >= 0x7F && codePoint < 0xA0) {
            return 0xA0;
        }
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            return Character.MAX_SURROGATE + 1;
        }
        // The last two of every plane are no characters.
        return (codePoint & 0xFFFE) == 0xFFFE ? (codePoint | 1) + 1 : codePoint;
    }
}
