package dev.caravan.local;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of UTF-8 bytes, in the variants of S3. */
final class Percent {
    private static final String HEX = "0123456789ABCDEF";

    private Percent() {}

    /** Decodes a path. A {@code +} stays a plus. */
    static String decodePath(String text) {
        return decode(text, false);
    }

    /** Decodes a query name or value. A {@code +} becomes a space. */
    static String decodeQuery(String text) {
        return decode(text, true);
    }

    private static String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0) && isAscii(text)) {
            return text;
        }
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[raw.length];
        int n = 0;
        for (int i = 0; i < raw.length; i++) {
            byte b = raw[i];
            if (b == '%') {
                int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
                int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw invalid();
                }
                out[n++] = (byte) (high * 16 + low);
                i += 2;
            } else {
                out[n++] = b == '+' && plusIsSpace ? (byte) ' ' : b;
            }
        }
        try {
            // A decoder reports malformed bytes, while new String replaces them.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(out, 0, n))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid();
        }
    }

    private static S3Error invalid() {
        return S3Error.badRequest("InvalidURI", "Couldn't parse the specified URI.");
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** Encodes a query name or value as SigV4 does: all characters except unreserved ones. */
    static String encodeStrict(String text) {
        return encode(text, "-_.~", false);
    }

    /** Encodes an S3 path as SigV4 does. */
    static String encodePath(String text) {
        return encode(text, "-_.~/", false);
    }

    /** Encodes as {@code encoding-type=url} of listings does: a space becomes a plus, and a slash stays. */
    static String encodeListing(String text) {
        return encode(text, "-_.*/", true);
    }

    private static String encode(String text, String safe, boolean spaceIsPlus) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isAlphanumeric(b) || safe.indexOf(b) >= 0) {
                out.append((char) b);
            } else if (b == ' ' && spaceIsPlus) {
                out.append('+');
            } else {
                out.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
            }
        }
        return out.toString();
    }

    private static boolean isAlphanumeric(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
    }
}
