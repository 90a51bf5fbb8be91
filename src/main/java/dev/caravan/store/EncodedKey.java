package dev.caravan.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes keys of listings with {@code encoding-type=url} and of S3's event notifications:
 * {@code application/x-www-form-urlencoded}, where a plus is a space.
 */
public final class EncodedKey {

    private EncodedKey() {}

    /**
     * Decodes a key; accepts any unescaped characters, since stores differ, for example in {@code /}.
     *
     * @throws CharacterCodingException for an incomplete escape or invalid UTF-8
     */
    public static String decode(String text) throws CharacterCodingException {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        byte[] raw = new byte[encoded.remaining()];
        encoded.get(raw);
        // Decoded in place: an escape is three bytes for one.
        int n = 0;
        for (int i = 0; i < raw.length; i++) {
            byte b = raw[i];
            if (b == '+') {
                raw[n++] = ' ';
            } else if (b == '%') {
                int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
                int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new CharacterCodingException();
                }
                raw[n++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                raw[n++] = b;
            }
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(raw, 0, n))
                .toString();
    }
}
