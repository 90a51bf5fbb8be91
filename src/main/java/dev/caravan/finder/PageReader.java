package dev.caravan.finder;

import dev.caravan.job.KeyLength;
import dev.caravan.job.Printable;
import dev.caravan.store.Backoff;
import dev.caravan.store.KeyOrder;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.Outage;
import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a listing page by page. A lost page is requested again from its start, never skipped. Every key must have the
 * prefix and follow the previous one. Only the first key of a page may repeat the last one of the previous page, with
 * equal size and ETag, since some stores include the start key.
 */
final class PageReader {

    private static final Logger LOG = LoggerFactory.getLogger(PageReader.class);

    /**
     * The maximum number of pages in a row without a new key. Deletions may leave empty pages, in some stores one for a
     * thousand objects.
     */
    private static final int MOST_IDLE_PAGES = 5_000;

    private static final int IDLE_PAGES_BEFORE_WARNING = 100;

    private final ObjectStore store;
    private final Backoff backoff;
    private final AtomicBoolean repeats;
    private final String prefix;
    private final Outage outage = new Outage();
    private ListRequest next;
    private String reached;
    private ObjectSummary last;
    private String seen = "";
    private int idlePages;
    private volatile boolean stopped;

    /** @param repeats shared by a run, which warns once about a store that repeats a key at the start of the next page */
    PageReader(ObjectStore store, ListRequest first, Backoff backoff, AtomicBoolean repeats) {
        this.store = store;
        this.backoff = backoff;
        this.repeats = repeats;
        this.prefix = first.prefix();
        this.next = first;
        this.reached = first.startAfter();
    }

    boolean hasNext() {
        return next != null;
    }

    /** Returns the next page, which may be empty; throws {@link ListingException} if it can't be read or trusted. */
    List<ObjectSummary> read() throws InterruptedException {
        ObjectPage page = request();
        List<ObjectSummary> objects = withoutRepeated(page.objects());
        checkOrder(objects);
        ListRequest following = page.next();
        if (following != null && next.equals(following)) {
            throw new ListingException(store.name() + ": the listing doesn't advance after the key "
                    + Printable.quoted(reached) + ": the store answers a page with the token that was sent for it");
        }
        if (following != null) {
            requireProgress(page);
        }
        next = following;
        return objects;
    }

    void stop() {
        stopped = true;
    }

    private ObjectPage request() throws InterruptedException {
        int counted = 0;
        boolean waits = false;
        for (int failures = 1; ; failures++) {
            try {
                return store.list(next);
            } catch (ThrottledException | TransientException e) {
                if (stopped || Thread.interrupted()) {
                    throw new InterruptedException();
                }
                boolean counts = !outage.excuses(e);
                counted += counts ? 1 : 0;
                if (counted >= backoff.attempts() || backoff.attempts() == 1) {
                    throw failed(e, failures);
                }
                if (counts) {
                    LOG.warn(
                            "{}: listing after {} failed, attempt {} of {}: {}",
                            store.name(),
                            Printable.quoted(reached),
                            counted,
                            backoff.attempts(),
                            e.getMessage());
                } else if (!waits) {
                    LOG.warn(
                            "{}: listing after {} waits for the store, at most 10 minutes: {}",
                            store.name(),
                            Printable.quoted(reached),
                            e.getMessage());
                }
                waits = !counts;
                backoff.pause(failures);
            } catch (StoreException e) {
                throw failed(e, failures);
            }
        }
    }

    private ListingException failed(StoreException cause, int attempts) {
        String where = reached.isEmpty() ? "at its beginning" : "after the key " + Printable.quoted(reached);
        String often = attempts == 1 ? "" : " (" + attempts + " attempts)";
        return new ListingException(
                store.name() + ": the listing failed " + where + often + ": " + cause.getMessage(), cause);
    }

    private List<ObjectSummary> withoutRepeated(List<ObjectSummary> objects) {
        if (objects.isEmpty() || !objects.get(0).key().equals(reached)) {
            return objects;
        }
        // The start key belongs to another range, or to none.
        ObjectSummary again = objects.get(0);
        if (last != null && (again.size() != last.size() || !again.etag().equals(last.etag()))) {
            return objects;
        }
        if (repeats.compareAndSet(false, true)) {
            LOG.warn(
                    "{} lists the key {} again at the beginning of a page. Such keys are skipped without further warnings",
                    store.name(),
                    Printable.quoted(reached));
        }
        return objects.subList(1, objects.size());
    }

    /** Fails for a listing that continues without a new key. */
    private void requireProgress(ObjectPage page) {
        if (KeyOrder.compare(page.last(), seen) > 0) {
            seen = page.last();
            idlePages = 0;
            return;
        }
        idlePages++;
        if (idlePages == IDLE_PAGES_BEFORE_WARNING) {
            LOG.warn(
                    "{}: {} pages of the listing in a row have no new key after {}. The listing ends after {}",
                    store.name(),
                    idlePages,
                    Printable.quoted(reached),
                    MOST_IDLE_PAGES);
        } else if (idlePages == MOST_IDLE_PAGES) {
            throw new ListingException(
                    store.name() + ": the listing doesn't advance after the key " + Printable.quoted(reached) + ": "
                            + MOST_IDLE_PAGES + " pages in a row have no new key, but say that more keys follow."
                            + " Check the endpoint, or exclude these keys by narrower prefixes");
        }
    }

    private void checkOrder(List<ObjectSummary> objects) {
        String previous = reached;
        for (ObjectSummary object : objects) {
            String key = object.key();
            int order = KeyOrder.compare(previous, key);
            // Of keys that are too long only the beginnings may be known, which may be equal.
            if (order > 0 || (order == 0 && !KeyLength.isTooLong(key))) {
                throw unordered(
                        key,
                        "after " + Printable.quoted(previous)
                                + ", which is not the order of their UTF-8 bytes: comparing would lose keys. Use a bucket"
                                + " that lists in order, which directory buckets and hierarchical namespaces don't");
            }
            if (!key.startsWith(prefix)) {
                throw unordered(
                        key,
                        "though only keys with the prefix " + Printable.quoted(prefix)
                                + " were asked for: its listing can't be trusted. Check the endpoint and whether the store"
                                + " serves ListObjectsV2");
            }
            previous = key;
            last = object;
        }
        reached = previous;
    }

    private ListingException unordered(String key, String how) {
        return new ListingException(store.name() + " lists the key " + Printable.quoted(key) + " " + how);
    }
}
