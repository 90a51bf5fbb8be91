package dev.caravan.finder;

import dev.caravan.job.Printable;
import dev.caravan.store.KeyOrder;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a listing page by page. A page that is lost is asked for again from where it began, never skipped, and every key
 * must have the prefix and come after the one before it.
 */
final class PageReader {

    private static final Logger LOG = LoggerFactory.getLogger(PageReader.class);

    private final ObjectStore store;
    private final Backoff backoff;
    private final String prefix;
    private ListRequest next;
    private String reached;
    private volatile boolean stopped;

    PageReader(ObjectStore store, ListRequest first, Backoff backoff) {
        this.store = store;
        this.backoff = backoff;
        this.prefix = first.prefix();
        this.next = first;
        this.reached = first.startAfter();
    }

    boolean hasNext() {
        return next != null;
    }

    /** The next page, which may be empty; a {@link ListingException} when it can't be had or can't be trusted. */
    List<ObjectSummary> read() throws InterruptedException {
        ObjectPage page = request();
        checkOrder(page.objects());
        ListRequest following = page.next().orElse(null);
        if (next.equals(following)) {
            throw new ListingException(
                    store.name() + ": the listing doesn't get on after the key " + Printable.quoted(reached)
                            + ": the store answers a page with the token that was sent for it",
                    null);
        }
        next = following;
        return page.objects();
    }

    /** No request is repeated any more; one under way is left to end. */
    void stop() {
        stopped = true;
    }

    private ObjectPage request() throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return store.list(next);
            } catch (ThrottledException | TransientException e) {
                if (stopped || Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (attempt >= backoff.attempts()) {
                    throw failed(e, attempt);
                }
                LOG.warn(
                        "{}: listing after {} failed, attempt {} of {}: {}",
                        store.name(),
                        Printable.quoted(reached),
                        attempt,
                        backoff.attempts(),
                        e.getMessage());
                backoff.pause(attempt);
            } catch (StoreException e) {
                throw failed(e, attempt);
            }
        }
    }

    private ListingException failed(StoreException cause, int attempts) {
        String where = reached.isEmpty() ? "at its beginning" : "after the key " + Printable.quoted(reached);
        String often = attempts == 1 ? "" : " (" + attempts + " attempts)";
        return new ListingException(
                store.name() + ": the listing failed " + where + often + ": " + cause.getMessage(), cause);
    }

    private void checkOrder(List<ObjectSummary> objects) {
        String previous = reached;
        for (ObjectSummary object : objects) {
            String key = object.key();
            if (KeyOrder.compare(previous, key) >= 0) {
                throw new UnorderedListingException(store.name(), previous, key);
            }
            if (!key.startsWith(prefix)) {
                throw new UnorderedListingException(store.name(), prefix, key, null);
            }
            previous = key;
        }
        reached = previous;
    }
}
