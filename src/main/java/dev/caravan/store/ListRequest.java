package dev.caravan.store;

import java.util.Objects;

/**
 * Asks for one page of a listing.
 *
 * @param prefix only keys that begin with it; empty for all; null counts as empty, as in the next two
 * @param delimiter folds keys that share what comes before it into common prefixes; empty for none
 * @param startAfter only keys after it in UTF-8 byte order, itself excluded; it need not exist; empty for the beginning
 * @param continuation the store's own token for the page after another one, from {@link ObjectPage#next()}; null for a
 *     first page
 * @param maxKeys at most so many keys, 1 to 1,000
 */
public record ListRequest(String prefix, String delimiter, String startAfter, String continuation, int maxKeys) {

    /** The most keys that a page may hold (Amazon S3, ListObjectsV2). */
    public static final int MAX_KEYS = 1000;

    public ListRequest {
        prefix = Objects.requireNonNullElse(prefix, "");
        delimiter = Objects.requireNonNullElse(delimiter, "");
        startAfter = Objects.requireNonNullElse(startAfter, "");
        if (maxKeys < 1 || maxKeys > MAX_KEYS) {
            throw new IllegalArgumentException("maxKeys must be 1 to 1000, not " + maxKeys);
        }
    }

    /** The first full page of all keys with a prefix that come after a key. */
    public static ListRequest of(String prefix, String startAfter) {
        return new ListRequest(prefix, "", startAfter, null, MAX_KEYS);
    }

    /** The same listing, from the store's token on. */
    public ListRequest continuedBy(String token) {
        return new ListRequest(prefix, delimiter, startAfter, token, maxKeys);
    }
}
