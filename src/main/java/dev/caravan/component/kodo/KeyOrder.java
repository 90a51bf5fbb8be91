package dev.caravan.component.kodo;

/** The order of keys' UTF-8 bytes, in which listings come. */
final class KeyOrder {

    private KeyOrder() {}

    static boolean isAfter(String key, String other) {
        int common = Math.min(key.length(), other.length());
        for (int i = 0; i < common; i++) {
            char a = key.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                return rank(a) > rank(b);
            }
        }
        return key.length() > other.length();
    }

    /** UTF-8 sorts by code point: pairs of surrogates come after all other characters. */
    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + 0x10000 : c;
    }
}
