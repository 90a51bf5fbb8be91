package dev.caravan.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Converts a {@code Content-Disposition} with a non-ASCII file name to the form of RFC 6266. */
final class Disposition {

    private static final String NAME = "filename=";
    private static final String EXTENDED_NAME = "filename*=";

    /** The unescaped characters of an extended value (RFC 8187, 3.2.1), in addition to letters and digits. */
    private static final String PLAIN = "!#$&+-.^_`|~";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Disposition() {}

    /**
     * Returns the ASCII form, {@code attachment; filename*=UTF-8''…}; empty if more than the file name is non-ASCII.
     */
    static String ascii(String text) {
        StringBuilder ascii = new StringBuilder();
        String name = "";
        boolean extended = false;
        for (String part : parts(text)) {
            String lower = part.toLowerCase(Locale.ROOT);
            if (lower.startsWith(NAME) && !EncodedWord.isPlain(part)) {
                name = unquoted(part.substring(NAME.length()));
            } else if (!EncodedWord.isPlain(part)) {
                return "";
            } else {
                extended |= lower.startsWith(EXTENDED_NAME);
                ascii.append(ascii.isEmpty() ? "" : "; ").append(part);
            }
        }
        if (ascii.isEmpty()) {
            return "";
        }
        return extended ? ascii.toString() : ascii + "; " + EXTENDED_NAME + "UTF-8''" + encoded(name);
    }

    /** Splits at semicolons outside quotes. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                parts.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        parts.add(text.substring(from).strip());
        return parts;
    }

    private static String unquoted(String value) {
        StringBuilder name = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                name.append(value.charAt(++i));
            } else if (c != '"') {
                name.append(c);
            }
        }
        return name.toString();
    }

    private static String encoded(String name) {
        StringBuilder out = new StringBuilder(name.length() * 3);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && (Character.isLetterOrDigit(b) || PLAIN.indexOf(b) >= 0)) {
                out.append((char) b);
            } else {
                HEX.toHexDigits(out.append('%'), b);
            }
        }
        return out.toString();
    }
}
