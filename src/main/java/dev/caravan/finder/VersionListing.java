package dev.caravan.finder;

import dev.caravan.job.Printable;
import dev.caravan.store.Backoff;
import dev.caravan.store.KeyOrder;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectVersion;
import dev.caravan.store.StoreException;
import dev.caravan.store.VersionPage;
import dev.caravan.store.VersionRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listing of versions by key, one page ahead. Used by one thread. */
final class VersionListing implements AutoCloseable {

    /** The maximum number of versions of a key, which are held until the last is copied. */
    static final int MOST_OF_A_KEY = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(VersionListing.class);

    private final ObjectStore store;
    private final ExecutorService executor;
    private final LongConsumer listed;
    private Future<VersionPage> ahead;
    private List<ObjectVersion> page = List.of();
    private int index;
    private String last = "";

    /**
     * All versions of one key.
     *
     * @param versions oldest first; at most {@link #MOST_OF_A_KEY}
     * @param cut whether there are more
     */
    record OfKey(String key, List<ObjectVersion> versions, boolean cut) {

        /** Lists one key alone. */
        static OfKey of(ObjectStore store, String key) {
            List<ObjectVersion> versions = new ArrayList<>();
            VersionRequest next = VersionRequest.of(key);
            // Keys that begin with this one follow it.
            while (next != null && versions.size() <= MOST_OF_A_KEY) {
                VersionPage page = store.versions(next);
                next = page.next();
                for (ObjectVersion version : page.versions()) {
                    if (version.key().equals(key)) {
                        versions.add(version);
                    } else {
                        next = null;
                    }
                }
            }
            Collections.reverse(versions);
            return new OfKey(key, versions, versions.size() > MOST_OF_A_KEY);
        }

        ObjectVersion newest() {
            return versions.get(versions.size() - 1);
        }
    }

    /** @param listed receives the number of objects of each page */
    VersionListing(ObjectStore store, String prefix, ExecutorService executor, LongConsumer listed) {
        this.store = store;
        this.executor = executor;
        this.listed = listed;
        this.ahead = executor.submit(() -> read(VersionRequest.of(prefix)));
    }

    /** Returns the versions of the next key; null at the end. */
    OfKey next() throws InterruptedException {
        ObjectVersion first = current();
        if (first == null) {
            return null;
        }
        String key = first.key();
        if (!last.isEmpty() && KeyOrder.compare(last, key) >= 0) {
            throw new ListingException(store.name() + ": the listing of versions isn't in order: "
                    + Printable.quoted(key) + " comes after " + Printable.quoted(last));
        }
        last = key;
        List<ObjectVersion> versions = new ArrayList<>();
        boolean cut = false;
        for (ObjectVersion version = first; version != null && version.key().equals(key); version = current()) {
            if (versions.size() < MOST_OF_A_KEY) {
                versions.add(version);
            } else {
                cut = true;
            }
            index++;
        }
        Collections.reverse(versions);
        return new OfKey(key, versions, cut);
    }

    private ObjectVersion current() throws InterruptedException {
        while (index >= page.size()) {
            if (ahead == null) {
                return null;
            }
            VersionPage got = taken();
            ahead = got.next() == null ? null : executor.submit(() -> read(got.next()));
            page = got.versions();
            index = 0;
            listed.accept(page.size());
        }
        return page.get(index);
    }

    private VersionPage taken() throws InterruptedException {
        try {
            return ahead.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new ListingException(store.name() + ": the listing of versions failed: " + cause.getMessage(), cause);
        }
    }

    private VersionPage read(VersionRequest request) throws InterruptedException {
        return Backoff.LISTING.outlast(
                () -> store.versions(request), (StoreException e) -> LOG.warn("{}: retrying", e.getMessage()));
    }

    @Override
    public void close() {
        Future<VersionPage> reading = ahead;
        if (reading != null) {
            reading.cancel(true);
        }
    }
}
