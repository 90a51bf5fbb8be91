package dev.caravan.job;

import java.util.Arrays;

/**
 * A pattern for keys: {@code *} is any run of characters including {@code /}, {@code ?} is one code point, {@code \}
 * escapes the next character. Everything else is literal. Matching remembers one place to return to, so it takes at
 * most key length times pattern length steps.
 */
final class Glob implements NamePattern {

    private static final int ANY_RUN = -1;
    private static final int ANY_ONE = -2;

    private final int[] pattern;

    Glob(String text) {
        int[] codes = text.codePoints().toArray();
        int[] parsed = new int[codes.length];
        int length = 0;
        for (int i = 0; i < codes.length; i++) {
            int code = codes[i];
            if (code == '\\') {
                if (++i == codes.length) {
                    throw new IllegalArgumentException(
                            Printable.of(text) + " ends with a lone backslash: write two for one that is meant");
                }
                code = codes[i];
            } else if (code == '*') {
                code = ANY_RUN;
            } else if (code == '?') {
                code = ANY_ONE;
            }
            parsed[length++] = code;
        }
        this.pattern = Arrays.copyOf(parsed, length);
    }

    @Override
    public boolean matches(String text, int from) {
        int at = from;
        int p = 0;
        int starAt = -1;
        int starP = -1;
        while (at < text.length()) {
            int code = text.codePointAt(at);
            if (p < pattern.length && pattern[p] == ANY_RUN) {
                starP = ++p;
                starAt = at;
            } else if (p < pattern.length && (pattern[p] == ANY_ONE || pattern[p] == code)) {
                p++;
                at += Character.charCount(code);
            } else if (starP >= 0) {
                starAt += Character.charCount(text.codePointAt(starAt));
                at = starAt;
                p = starP;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == ANY_RUN) {
            p++;
        }
        return p == pattern.length;
    }
}
