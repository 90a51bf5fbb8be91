package dev.caravan.store;

/** What an ETag looks like. */
public final class Etag {

    private static final int MD5_DIGITS = 32;

    private Etag() {}

    /** Whether it could be an MD5 in hexadecimal, in upper or lower case; that of a multipart upload has a dash. */
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

    /** The ETag itself. Proxies make it weak ({@code W/"…"}, RFC 9110, 8.8.1), which listings and conditions don't know. */
    public static String unquoted(String etag) {
        int from = etag.startsWith("W/\"") ? 2 : 0;
        int n = etag.length();
        return n - from >= 2 && etag.charAt(from) == '"' && etag.charAt(n - 1) == '"'
                ? etag.substring(from + 1, n - 1)
                : etag;
    }
}
