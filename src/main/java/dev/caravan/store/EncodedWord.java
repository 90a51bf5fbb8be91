package dev.caravan.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text in ASCII headers as encoded words of RFC 2047. Amazon S3 decodes them in user metadata and returns non-ASCII
 * values in this form (Amazon S3, "Working with object metadata").
 */
final class EncodedWord {

    private static final String BEGIN = "=?UTF-8?B?";
    private static final String END = "?=";

    /** The UTF-8 bytes of a word: at most 75 characters (RFC 2047, 2), and 45 bytes are 60 in base64. */
    private static final int MOST_BYTES = 45;

    private static final Pattern WORD = Pattern.compile("=\\?[^? ]*\\?([BbQq])\\?([^? ]*)\\?=( +(?==\\?))?");

    private EncodedWord() {}

    /** Returns the decoded length of a header's value in bytes. */
    static int said(String value) {
        if (!value.contains("=?")) {
            return value.length();
        }
        int saved = 0;
        Matcher word = WORD.matcher(value);
        while (word.find()) {
            String text = word.group(2);
            saved += word.group().length();
            saved -= word.group(1).equalsIgnoreCase("B")
                    ? text.replace("=", "").length() * 3 / 4
                    : text.length()
                            - 2 * (int) text.chars().filter(c -> c == '=').count();
        }
        return value.length() - saved;
    }

    /** Returns whether a header keeps the text unchanged: printable ASCII, no outer white space, nothing to decode. */
    static boolean isPlain(String text) {
        if (text.startsWith(" ") || text.endsWith(" ") || text.contains("=?")) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    /** Encodes the text as words separated by spaces, which aren't part of the text. Doesn't split characters. */
    static String encode(String text) {
        StringBuilder words = new StringBuilder(text.length() * 2 + 16);
        int from = 0;
        int bytes = 0;
        for (int at = 0; at < text.length(); ) {
            int code = text.codePointAt(at);
            int next = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
            if (bytes + next > MOST_BYTES) {
                word(words, text.substring(from, at));
                from = at;
                bytes = 0;
            }
            bytes += next;
            at += Character.charCount(code);
        }
        word(words, text.substring(from));
        return words.toString();
    }

    private static void word(StringBuilder words, String text) {
        words.append(words.isEmpty() ? "" : " ")
                .append(BEGIN)
                .append(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
                .append(END);
    }
}
