package dev.caravan.component.wire;

import dev.caravan.store.ByteRange;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GetRequest;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ListRequest;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.StoreException;
import java.util.function.Function;

/**
 * Proves that an object is gone after an answer of 404 without the store's error code. A proxy or gateway may give the
 * same answer to any method, so neither a HEAD (whose answer never has a code) nor a repetition is a proof. A GET whose
 * answer has the code is one, and so is a listing: the first key listed under a prefix is the key that equals it, and
 * no gateway makes a listing document. What isn't proved stays a {@link NotFoundException}.
 *
 * @param list reads one page of the listing
 * @param get makes one GET without a second look
 */
public record Absence(Function<ListRequest, ObjectPage> list, Function<GetRequest, ObjectContent> get) {

    private static final int RANGE_NOT_SATISFIABLE = 416;

    /** Pages may be empty and still have a next one, for example after many deletions. */
    private static final int PAGES = 20;

    /**
     * Takes a second look after a HEAD; returns {@link GoneException} if the object is gone, else the exception to
     * throw.
     */
    public StoreException afterHead(String key, NotFoundException unproved) {
        try {
            get.apply(new GetRequest(key, new ByteRange(0, 1), null)).close();
            return contradicted(unproved, "but a GET finds the object");
        } catch (NotFoundException e) {
            return afterGet(key, e);
        } catch (InvalidException e) {
            return e.status() == RANGE_NOT_SATISFIABLE ? contradicted(unproved, "but a GET finds the object") : e;
        } catch (StoreException e) {
            return e;
        }
    }

    /** Takes a second look, as {@link #afterHead}, after a GET or DELETE, whose answer may have a code. */
    public StoreException afterGet(String key, NotFoundException unproved) {
        try {
            ListRequest next = new ListRequest(key, "", "", null, 1);
            for (int i = 0; i < PAGES && next != null; i++) {
                ObjectPage page = list.apply(next);
                if (!page.objects().isEmpty()) {
                    String first = page.objects().get(0).key();
                    if (!first.startsWith(key)) {
                        return unknown(unproved, "the listing has keys without the prefix that was asked for");
                    }
                    // Every other key that begins with this one comes after it.
                    return first.equals(key)
                            ? contradicted(unproved, "but the store lists the object")
                            : gone(unproved);
                }
                next = page.next();
            }
            return next == null ? gone(unproved) : unknown(unproved, "the listing has too many empty pages");
        } catch (DeniedException e) {
            return e.ofCaller() ? e : unknown(unproved, e.getMessage());
        } catch (InvalidException e) {
            return unknown(unproved, e.getMessage());
        } catch (StoreException e) {
            return e;
        }
    }

    private static GoneException gone(NotFoundException unproved) {
        return new GoneException(
                unproved.getMessage() + ", and the store doesn't list the object", unproved.status(), unproved.code());
    }

    private static NotFoundException contradicted(NotFoundException unproved, String why) {
        return because(unproved, ", " + why + ": is a proxy or gateway in front of the store?");
    }

    private static NotFoundException unknown(NotFoundException unproved, String why) {
        return because(unproved, ", and nothing proves that the object is gone: " + why);
    }

    private static NotFoundException because(NotFoundException unproved, String why) {
        return new NotFoundException(unproved.getMessage() + why, unproved.status(), unproved.code());
    }
}
