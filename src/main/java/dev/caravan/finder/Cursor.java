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
     * @param listed is told how many objects a page has when it is read, and how many of them are left out later, as a negative number
     */
    Cursor(Listing listing, LongConsumer listed) {
        this.listing = listing;
        this.listed = listed;
        this.lastPage = listing == null;
    }

    /** Where the cursor stands; null before the first object and after the last. */
    ObjectSummary current() {
        return index < limit ? page.get(index) : null;
    }

    /** Whether {@link #next()} needs a further page, and so may have to wait. */
    boolean atPageEnd() {
        return index + 1 >= limit;
    }

    /** Goes on to the next object; null when there is none. */
    ObjectSummary next() throws InterruptedException {
        if (++index >= limit) {
            turn();
        }
        return current();
    }

    /** Leaves out all objects after a key, also where they were read already. The key isn't before the current one's. */
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
