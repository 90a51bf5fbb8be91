package dev.caravan.store;

/** Rules for ETags. */
public final class Etag {

    private static final int MD5_DIGITS = 32;

    private Etag() {}

    /** Returns whether it could be a hexadecimal MD5 in any case; a multipart ETag has a dash. */
    public static boolean looksLikeMd5(String etag) {
        if (etag.length() != MD5_DIGITS) {
            return false;
        }
        for (int i = 0; i < MD5_DIGITS; i++) {
            if (Character.digit(etag.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Removes quotes and the weak mark that proxies add ({@code W/"…"}, RFC 9110, 8.8.1), which listings and conditions
     * don't have.
     */
    public static String unquoted(String etag) {
        int from = etag.startsWith("W/\"") ? 2 : 0;
        int n = etag.length();
        return n - from >= 2 && etag.charAt(from) == '"' && etag.charAt(n - 1) == '"'
                ? etag.substring(from + 1, n - 1)
                : etag;
    }
}
