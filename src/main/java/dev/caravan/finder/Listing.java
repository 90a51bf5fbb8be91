package dev.caravan.finder;

import dev.caravan.store.KeyOrder;
import dev.caravan.store.ObjectSummary;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * A position in a listing that its own thread reads ahead: while one page is processed, a second waits and a third is
 * fetched. Used by one thread.
 */
final class Listing implements AutoCloseable {

    /** A page, or the reason for its absence. */
    private record Fetched(List<ObjectSummary> objects, boolean last, Throwable failure) {}

    private final BlockingQueue<Fetched> ahead = new ArrayBlockingQueue<>(1);
    private final PageReader reader;
    private final LongConsumer listed;
    private final Future<?> task;
    private List<ObjectSummary> page = List.of();
    private int index;
    private int limit;
    private volatile String end;
    private volatile boolean closed;
    private boolean ended;

    /**
     * @param end the last key to list; empty for none
     * @param listed receives the number of objects of each page, and negative numbers of objects left out later
     */
    Listing(ExecutorService executor, PageReader reader, String end, LongConsumer listed) {
        this.reader = reader;
        this.end = end;
        this.listed = listed;
        this.task = executor.submit(this::fetch);
    }

    /** Creates the listing of a side that isn't listed. */
    Listing() {
        reader = null;
        listed = objects -> {};
        task = null;
        ended = true;
    }

    /** Returns the current object; null before the first and after the last. */
    ObjectSummary current() {
        return index < limit ? page.get(index) : null;
    }

    /** Returns whether {@link #next()} needs another page and may wait. */
    boolean atPageEnd() {
        return index + 1 >= limit;
    }

    /** Moves to the next object up to the end; null at the end. Throws the listing's failure. */
    ObjectSummary next() throws InterruptedException {
        if (++index >= limit) {
            index = 0;
            limit = 0;
            // Releases the used page before the wait for the next one.
            page = List.of();
            page = take();
            limit = page.size();
            if (limit > 0) {
                listed.accept(limit);
            } else {
                close();
            }
        }
        return current();
    }

    /** Leaves out all objects after a key, which isn't before the current one. */
    void endAt(String key) {
        end = key;
        int count = Math.min(limit, countUpTo(key, page));
        if (count < limit) {
            ended = true;
            listed.accept(count - limit);
        }
        limit = count;
    }

    private List<ObjectSummary> take() throws InterruptedException {
        while (!ended) {
            Fetched next = ahead.take();
            if (next.failure() instanceof RuntimeException e) {
                throw e;
            }
            if (next.failure() != null) {
                throw new ListingException("the listing failed: " + next.failure(), next.failure());
            }
            List<ObjectSummary> objects = next.objects().subList(0, countUpTo(end, next.objects()));
            ended = next.last() || objects.size() < next.objects().size();
            if (!objects.isEmpty()) {
                return objects;
            }
        }
        return List.of();
    }

    @Override
    public void close() {
        closed = true;
        ended = true;
        if (reader != null) {
            reader.stop();
            task.cancel(true);
        }
    }

    /** Returns how many of the ordered objects are not after the end. */
    private static int countUpTo(String end, List<ObjectSummary> objects) {
        if (end.isEmpty() || objects.isEmpty() || isUpTo(end, objects.get(objects.size() - 1))) {
            return objects.size();
        }
        int low = 0;
        int high = objects.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isUpTo(end, objects.get(middle))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean isUpTo(String end, ObjectSummary object) {
        return KeyOrder.compare(object.key(), end) <= 0;
    }

    private void fetch() {
        try {
            try {
                boolean last = false;
                while (!last) {
                    List<ObjectSummary> objects = reader.read();
                    last = !reader.hasNext() || countUpTo(end, objects) < objects.size();
                    ahead.put(new Fetched(objects, last, null));
                }
            } catch (Throwable e) {
                // Any failure must reach the consumer: otherwise an incomplete listing looks complete.
                if (!closed) {
                    ahead.put(new Fetched(List.of(), true, e));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
