package dev.caravan.component.wire;

import dev.caravan.job.KeyLength;
import dev.caravan.job.Printable;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.ObjectSummary;
import java.util.List;
import java.util.function.Consumer;

/**
 * Decides whether listed keys are percent-encoded if the store was asked to encode them and doesn't say that it did
 * ({@code EncodingType}). Some stores don't know the parameter; others encode without saying so. A key read the wrong
 * way names another object, so nothing is guessed: either one key of the page can be read in one way only, or a HEAD
 * shows which of the two objects exists, or the page is refused. One instance a store; thread-safe.
 */
public final class ListedEncoding {

    private static final String ALWAYS_ENCODED = "\"<>[\\]^`{|}";

    /** The number of keys to test; objects come and go, so one may not be enough. */
    private static final int MOST_ASKED = 5;

    private final boolean asked;
    private final Consumer<String> head;

    /** The store's behaviour as observed; null while unknown. */
    private volatile Boolean encodes;

    /** Takes a lookup of an object by key, which throws {@link GoneException} if it doesn't exist. */
    public ListedEncoding(boolean asked, Consumer<String> head) {
        this.asked = asked;
        this.head = head;
    }

    /**
     * Returns whether the keys of a page must be decoded.
     *
     * @param what describes the request, for messages
     * @param said whether the page states its encoding
     * @param objects with their keys as listed
     */
    boolean applies(String what, ListRequest request, boolean said, List<ObjectSummary> objects) {
        if (said || !asked) {
            return said;
        }
        String prefix = request.prefix();
        boolean doubtful = false;
        for (ObjectSummary object : objects) {
            String key = object.key();
            if (isRaw(key)) {
                return false;
            }
            if (isDoubtful(key)) {
                if (!key.startsWith(prefix) && decoded(key).startsWith(prefix)) {
                    return true;
                }
                doubtful = true;
            }
        }
        if (doubtful && encodes == null) {
            encodes = ask(what, objects);
        }
        return doubtful && encodes;
    }

    private boolean ask(String what, List<ObjectSummary> objects) {
        String doubtful = "";
        int count = 0;
        for (ObjectSummary object : objects) {
            String key = object.key();
            if (isDoubtful(key) && count++ < MOST_ASKED) {
                doubtful = doubtful.isEmpty() ? key : doubtful;
                Boolean decoded = isDecoded(key);
                if (decoded != null) {
                    return decoded;
                }
            }
        }
        throw StoreErrors.nonsense(
                what,
                "the key " + Printable.quoted(doubtful) + " may be percent-encoded or not: the listing has no"
                        + " EncodingType, though it was asked for, and HEAD requests don't tell");
    }

    /** Returns whether the decoded key exists; null if both exist, neither exists or access is denied. */
    private Boolean isDecoded(String key) {
        try {
            boolean decoded = exists(decoded(key));
            return exists(key) == decoded ? null : decoded;
        } catch (DeniedException | InvalidException e) {
            return null;
        }
    }

    private boolean exists(String key) {
        try {
            head.accept(key);
            return true;
        } catch (GoneException | NotFoundException e) {
            return false;
        }
    }

    /** Returns whether the key contains a character that every encoder encodes. */
    private static boolean isRaw(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c <= ' ' || c >= 0x7f || ALWAYS_ENCODED.indexOf(c) >= 0) {
                return true;
            }
        }
        return !isTooLong(key) && decoded(key) == null;
    }

    /** Returns whether decoding changes the key. Only the beginning of a long key is known. */
    private static boolean isDoubtful(String key) {
        return !isTooLong(key) && (key.indexOf('%') >= 0 || key.indexOf('+') >= 0);
    }

    private static boolean isTooLong(String key) {
        return key.length() > 3 * KeyLength.MOST_BYTES;
    }

    /** Decodes a key; null if it isn't validly encoded. */
    private static String decoded(String key) {
        try {
            return KeyEncoding.decodeListed(key);
        } catch (InvalidException e) {
            return null;
        }
    }
}
