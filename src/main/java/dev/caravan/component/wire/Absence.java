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
import java.util.Optional;
import java.util.function.Function;

/**
 * Proves whether an object is gone after an answer of 404 without the store's code. A proxy or gateway in front of a store gives the
 * same answer to every method, so neither a HEAD, whose answer never has a code, nor a repetition of the same request is a proof. A
 * GET is one, if its answer has the code. A listing of the key is another: the keys that begin with a key are listed with that key
 * first, and the document of a listing can't be taken for a gateway's page. What isn't proved stays a {@link NotFoundException}.
 *
 * @param list reads one page of the listing
 * @param get makes one GET and takes no second look itself
 */
public record Absence(Function<ListRequest, ObjectPage> list, Function<GetRequest, ObjectContent> get) {

    private static final int RANGE_NOT_SATISFIABLE = 416;

    /** Pages may be empty and still have a next one, for example where many versions were deleted. */
    private static final int PAGES = 20;

    /**
     * Takes a second look after a HEAD.
     *
     * @return {@link GoneException} where the object is proved to be gone; else what is to be thrown instead
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

    /**
     * Takes a second look after a request whose answer may have a code: a GET or a DELETE.
     *
     * @return {@link GoneException} where the object is proved to be gone; else what is to be thrown instead
     */
    public StoreException afterGet(String key, NotFoundException unproved) {
        try {
            return listed(key)
                    .<StoreException>map(listed -> listed
                            ? contradicted(unproved, "but the store lists the object")
                            : new GoneException(
                                    unproved.getMessage() + ", and the store doesn't list the object",
                                    unproved.status(),
                                    unproved.code()))
                    .orElseGet(() -> unknown(unproved, "the listing has too many empty pages"));
        } catch (DeniedException e) {
            return e.ofCaller() ? e : unknown(unproved, e.getMessage());
        } catch (InvalidException e) {
            return unknown(unproved, e.getMessage());
        } catch (StoreException e) {
            return e;
        }
    }

    /** Whether the key is listed; empty where that can't be found out with a bounded number of requests. */
    private Optional<Boolean> listed(String key) {
        Optional<ListRequest> next = Optional.of(new ListRequest(key, "", "", null, 1));
        for (int i = 0; i < PAGES && next.isPresent(); i++) {
            ObjectPage page = list.apply(next.get());
            if (!page.objects().isEmpty()) {
                // Every other key that begins with this one comes after it.
                return Optional.of(page.objects().get(0).key().equals(key));
            }
            next = page.next();
        }
        return next.isPresent() ? Optional.empty() : Optional.of(false);
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
