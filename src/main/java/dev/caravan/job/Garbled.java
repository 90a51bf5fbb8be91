package dev.caravan.job;

/**
 * Text that lost characters before Java had it. Java puts U+FFFD in the place of every byte that the locale's character set doesn't have;
 * a name with it would mean other objects than the ones that were named.
 */
public final class Garbled {

    private static final char REPLACEMENT = '\ufffd';

    private Garbled() {}

    /** Whether the text holds U+FFFD, or half of a surrogate pair, which no UTF-8 can hold. */
    public static boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == REPLACEMENT || Character.isLowSurrogate(c)) {
                return true;
            }
            if (Character.isHighSurrogate(c) && (++i == text.length() || !Character.isLowSurrogate(text.charAt(i)))) {
                return true;
            }
        }
        return false;
    }

    /** Completes the sentence that the name of such a text begins. */
    public static String why() {
        return "holds bytes that are no text in UTF-8, or that this locale (LC_ALL, LC_CTYPE, LANG) can't read; write it in"
                + " UTF-8, and set LC_ALL to a locale with UTF-8, such as C.UTF-8";
    }
}
