package dev.caravan.job;

/** Escapes untrusted text (keys, names, errors) for one line of a log, message or terminal. */
public final class Printable {

    private static final int LONGEST = 1200;

    private Printable() {}

    /** Escapes control, format and line-breaking characters as in Java; cuts after some 1,200 characters. */
    public static String of(String text) {
        int end = Math.min(text.length(), LONGEST);
        for (int i = 0; i < end; i++) {
            if (mustEscape(text.charAt(i))) {
                return escaped(text, i, end);
            }
        }
        return end == text.length() ? text : text.substring(0, end) + "…";
    }

    /** Returns a key escaped and in quotes, which show spaces. */
    public static String quoted(String key) {
        return '"' + of(key) + '"';
    }

    /** Shortens a text to a number of chars, at least 2, without splitting a character. */
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    private static String escaped(String text, int from, int end) {
        StringBuilder out = new StringBuilder(end + 32).append(text, 0, from);
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                out.append("\\n");
            } else if (c == '\r') {
                out.append("\\r");
            } else if (c == '\t') {
                out.append("\\t");
            } else if (mustEscape(c)) {
                out.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
            } else {
                out.append(c);
            }
        }
        return end == text.length() ? out.toString() : out.append('…').toString();
    }

    private static boolean mustEscape(char c) {
        if (c >= ' ' && c < 0x7f) {
            return false;
        }
        int type = Character.getType(c);
        // FORMAT holds the characters that turn the direction of writing.
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
