package dev.caravan.store;

import java.util.Objects;

/**
 * Requests one page of a listing.
 *
 * @param prefix of keys; empty or null for all
 * @param delimiter groups keys by what precedes it into common prefixes; empty or null for none
 * @param startAfter exclusive lower bound in UTF-8 byte order, which need not exist; empty or null for none
 * @param continuation the store's token from {@link ObjectPage#next()}; null for a first page
 * @param maxKeys 1 to 1,000
 */
public record ListRequest(String prefix, String delimiter, String startAfter, String continuation, int maxKeys) {

    /** The maximum number of keys of a page (Amazon S3, ListObjectsV2). */
    public static final int MAX_KEYS = 1000;

    public ListRequest {
        prefix = Objects.requireNonNullElse(prefix, "");
        delimiter = Objects.requireNonNullElse(delimiter, "");
        startAfter = Objects.requireNonNullElse(startAfter, "");
        if (maxKeys < 1 || maxKeys > MAX_KEYS) {
            throw new IllegalArgumentException("maxKeys must be 1 to 1000, not " + maxKeys);
        }
    }

    /** Requests the first full page of keys with a prefix after a key. */
    public static ListRequest of(String prefix, String startAfter) {
        return new ListRequest(prefix, "", startAfter, null, MAX_KEYS);
    }

    /** Continues the listing with the store's token. */
    public ListRequest continuedBy(String token) {
        return new ListRequest(prefix, delimiter, startAfter, token, maxKeys);
    }
}
