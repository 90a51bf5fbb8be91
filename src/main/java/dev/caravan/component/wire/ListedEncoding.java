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
 * Decides whether the keys of a listing are percent-encoded where the store was asked to encode them and does not say that it did
 * ({@code EncodingType}). Some stores don't know the parameter, others encode without a word. A key that is read the wrong way
 * names another object, so nothing is guessed: either a key of the page can be read in one way only, or the store is asked which
 * of the two objects exists, or the page is refused. One for each store; safe for many threads.
 */
public final class ListedEncoding {

    /** Whatever encoder is used, none of these stand in its output as they are. */
    private static final String ALWAYS_ENCODED = "\"<>[\\]^`{|}";

    /** Objects may come and go, so one key may not tell. */
    private static final int MOST_ASKED = 5;

    private final boolean asked;
    private final Consumer<String> head;

    /** What the store showed about itself; {@code null} until a page left a doubt. */
    private volatile Boolean encodes;

    /**
     * @param asked whether the store is asked to encode keys
     * @param head looks an object up by its key, and throws a {@link GoneException} where there is none
     */
    public ListedEncoding(boolean asked, Consumer<String> head) {
        this.asked = asked;
        this.head = head;
    }

    /**
     * Whether the keys of a page must be decoded.
     *
     * @param what was tried, for messages
     * @param said whether the page says so
     * @param objects with their keys as they were listed
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
        return doubtful && known(what, objects);
    }

    private boolean known(String what, List<ObjectSummary> objects) {
        if (encodes == null) {
            encodes = ask(what, objects);
        }
        return encodes;
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

    /** Whether it is the decoded key that exists; null where both exist, or neither, or nobody may know. */
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

    /** Whether no encoder leaves a key so. */
    private static boolean isRaw(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c <= ' ' || c >= 0x7f || ALWAYS_ENCODED.indexOf(c) >= 0) {
                return true;
            }
        }
        return !isTooLong(key) && decoded(key) == null;
    }

    /** Whether a key reads otherwise as an encoded one. Of a longer key only the beginning is known. */
    private static boolean isDoubtful(String key) {
        return !isTooLong(key) && (key.indexOf('%') >= 0 || key.indexOf('+') >= 0);
    }

    /** Whether a key is too long, encoded or not. */
    private static boolean isTooLong(String key) {
        return key.length() > 3 * KeyLength.MOST_BYTES;
    }

    /** The key read as an encoded one; null where it is none. */
    private static String decoded(String key) {
        try {
            return KeyEncoding.decodeListed(key);
        } catch (InvalidException e) {
            return null;
        }
    }
}
