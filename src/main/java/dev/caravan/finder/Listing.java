package dev.caravan.finder;

import dev.caravan.store.KeyOrder;
import dev.caravan.store.ObjectSummary;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * A listing that its own thread reads ahead: while one page is processed, a second waits and a third is fetched. Used
 * by one thread.
 */
final class Listing implements AutoCloseable {

    /** A page, or the reason for its absence. */
    private record Fetched(List<ObjectSummary> objects, boolean last, Throwable failure) {}

    private final BlockingQueue<Fetched> ahead = new ArrayBlockingQueue<>(1);
    private final PageReader reader;
    private final Future<?> task;
    private volatile String end;
    private volatile boolean closed;
    private boolean ended;

    /** @param end the last key to list; empty for none */
    Listing(ExecutorService executor, PageReader reader, String end) {
        this.reader = reader;
        this.end = end;
        this.task = executor.submit(this::fetch);
    }

    /** Returns the next objects up to the end; empty at the end. Throws the listing's failure. */
    List<ObjectSummary> take() throws InterruptedException {
        while (!ended) {
            Fetched page = ahead.take();
            if (page.failure() instanceof RuntimeException e) {
                throw e;
            }
            if (page.failure() != null) {
                throw new ListingException("the listing failed: " + page.failure(), page.failure());
            }
            List<ObjectSummary> objects = page.objects().subList(0, countUpTo(end, page.objects()));
            ended = page.last() || objects.size() < page.objects().size();
            if (!objects.isEmpty()) {
                return objects;
            }
        }
        return List.of();
    }

    /** Moves the end forward; doesn't recall taken objects. */
    void endAt(String key) {
        end = key;
    }

    @Override
    public void close() {
        closed = true;
        ended = true;
        reader.stop();
        task.cancel(true);
    }

    /** Returns how many of the ordered objects are not after the end. */
    static int countUpTo(String end, List<ObjectSummary> objects) {
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
                // Any failure must reach the consumer: a reader that ends silently is a bucket that
                // looks complete.
                if (!closed) {
                    ahead.put(new Fetched(List.of(), true, e));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
