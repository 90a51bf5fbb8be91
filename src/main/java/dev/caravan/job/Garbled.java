package dev.caravan.job;

import java.nio.charset.StandardCharsets;

/**
 * Detects text that lost characters before Java received it. Java replaces every byte outside the locale's character
 * set by U+FFFD; such a name would mean other objects.
 */
public final class Garbled {

    private static final char REPLACEMENT = '\ufffd';

    private Garbled() {}

    /** Returns whether the text has U+FFFD or half a surrogate pair, which UTF-8 can't hold. */
    public static boolean is(String text) {
        return text.indexOf(REPLACEMENT) >= 0
                || !StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** Returns a message to follow the name of such a text. */
    public static String why() {
        return "holds bytes that are no text in UTF-8, or that this locale (LC_ALL, LC_CTYPE, LANG) can't read; write it in"
                + " UTF-8, and set LC_ALL to a locale with UTF-8, such as C.UTF-8";
    }
}
