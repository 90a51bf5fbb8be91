package dev.caravan.component.wire;

import dev.caravan.job.Printable;
import dev.caravan.store.EncodedKey;
import dev.caravan.store.InvalidException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/** Percent-encodes keys by the SigV4 rules: every byte except the unreserved ones (RFC 3986, 2.1). */
public final class KeyEncoding {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final boolean[] UNRESERVED = new boolean[128];

    static {
        for (int c = 0; c < 128; c++) {
            UNRESERVED[c] = (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || c == '.'
                    || c == '~';
        }
    }

    private KeyEncoding() {}

    /** Appends a key as a path; keeps slashes and dot segments. */
    public static void path(StringBuilder out, String key) {
        append(out, key, true);
    }

    /** Appends a query value; encodes slashes. */
    public static void query(StringBuilder out, String value) {
        append(out, value, false);
    }

    /** Returns a query or form of these parameters in their order. */
    public static String parameters(Map<String, String> parameters) {
        StringBuilder query = new StringBuilder(160);
        parameters.forEach((name, value) -> {
            query(query.append(query.isEmpty() ? "" : "&"), name);
            query(query.append('='), value);
        });
        return query.toString();
    }

    private static void append(StringBuilder out, String text, boolean keepSlash) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 128 && (UNRESERVED[c] || (keepSlash && c == '/'))) {
                out.append(c);
            } else if (c < 128) {
                percent(out, c);
            } else {
                int end = i + 1;
                while (end < text.length() && text.charAt(end) >= 128) {
                    end++;
                }
                for (byte b : utf8(text, i, end)) {
                    percent(out, b & 0xff);
                }
                i = end - 1;
            }
        }
    }

    private static byte[] utf8(String text, int from, int to) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text, from, to));
            byte[] array = new byte[bytes.remaining()];
            bytes.get(array);
            return array;
        } catch (CharacterCodingException e) {
            throw new InvalidException(
                    "half a surrogate pair can't be sent to a store: " + Printable.of(text), 0, "InvalidKey", e);
        }
    }

    private static void percent(StringBuilder out, int value) {
        HEX.toHexDigits(out.append('%'), (byte) value);
    }

    /** Decodes a value of a listing with {@code encoding-type=url}, where a plus is a space. */
    public static String decodeListed(String text) {
        try {
            return EncodedKey.decode(text);
        } catch (CharacterCodingException e) {
            throw new InvalidException(
                    "the listing holds a key that isn't percent-encoded UTF-8: " + Printable.of(text),
                    200,
                    "UnreadableListing",
                    e);
        }
    }

    /** Decodes the beginning of such a value, which may be cut within a character. */
    static String decodeBeginning(String text) {
        String beginning = text;
        // A character has four bytes at most.
        for (int i = 0; i <= 4; i++) {
            try {
                return EncodedKey.decode(beginning);
            } catch (CharacterCodingException e) {
                beginning = beginning.substring(0, Math.max(0, beginning.lastIndexOf('%')));
            }
        }
        return decodeListed(text);
    }
}
