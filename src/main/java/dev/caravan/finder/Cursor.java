package dev.caravan.finder;

import dev.caravan.store.ObjectSummary;
import java.util.List;
import java.util.function.LongConsumer;

/** A position in a listing. Used by one thread. */
final class Cursor implements AutoCloseable {

    private final Listing listing;
    private final LongConsumer listed;
    private List<ObjectSummary> page = List.of();
    private int index;
    private int limit;
    private boolean lastPage;

    /**
     * @param listing null for a side that isn't listed
     * @param listed receives the number of objects of each page, and negative numbers of objects left out later
     */
    Cursor(Listing listing, LongConsumer listed) {
        this.listing = listing;
        this.listed = listed;
        this.lastPage = listing == null;
    }

    /** Returns the current object; null before the first and after the last. */
    ObjectSummary current() {
        return index < limit ? page.get(index) : null;
    }

    /** Returns whether {@link #next()} needs another page and may wait. */
    boolean atPageEnd() {
        return index + 1 >= limit;
    }

    /** Moves to the next object; null at the end. */
    ObjectSummary next() throws InterruptedException {
        if (++index >= limit) {
            turn();
        }
        return current();
    }

    /** Leaves out all objects after a key, which isn't before the current one. */
    void endAt(String key) {
        if (listing == null) {
            return;
        }
        listing.endAt(key);
        int count = Math.min(limit, Listing.countUpTo(key, page));
        if (count < limit) {
            lastPage = true;
            listed.accept(count - limit);
        }
        limit = count;
    }

    @Override
    public void close() {
        if (listing != null) {
            listing.close();
        }
    }

    private void turn() throws InterruptedException {
        index = 0;
        page = List.of();
        limit = 0;
        if (!lastPage) {
            page = listing.take();
            limit = page.size();
            lastPage = limit == 0;
        }
        if (limit > 0) {
            listed.accept(limit);
        }
        if (lastPage && listing != null && limit == 0) {
            listing.close();
        }
    }
}
