package dev.caravan.job;

/** The limit of keys in bytes of UTF-8. */
public final class KeyLength {

    /** The longest key in bytes (Amazon S3, "Creating object key names"); no provider allows longer ones. */
    public static final int MOST_BYTES = 1024;

    private KeyLength() {}

    /** Returns the length of a key in bytes. */
    public static int bytes(String key) {
        int bytes = 0;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800 || Character.isSurrogate(c)) {
                bytes += 2;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }

    /** Returns whether a key is too long for any store. */
    public static boolean isTooLong(String key) {
        // Three bytes per char at most: most keys need no count.
        return key.length() > MOST_BYTES / 3 && bytes(key) > MOST_BYTES;
    }
}
