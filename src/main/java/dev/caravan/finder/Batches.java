package dev.caravan.finder;

import dev.caravan.transfer.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Differences in batches. A failure of the comparison comes behind the batch that it cut short, which is given first: what
 * was found is worth moving. In between stands an empty batch: Camel's split looks ahead before it sends what it has, and
 * what it has is lost when the look fails.
 */
public final class Batches implements Iterator<List<Message>> {

    private final Iterator<Message> differences;
    private final int size;
    private final Deque<List<Message>> ready = new ArrayDeque<>(2);
    private RuntimeException failure;

    /**
     * @param size how many messages a batch holds, at least 1; the last one, and one that a failure cut short, may hold less
     */
    public Batches(Iterator<Message> differences, int size) {
        this.differences = differences;
        this.size = size;
    }

    /** Throws what the comparison failed with, at every call once all batches are given. */
    @Override
    public boolean hasNext() {
        if (ready.isEmpty()) {
            if (failure != null) {
                throw failure;
            }
            read();
        }
        return !ready.isEmpty();
    }

    @Override
    public List<Message> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void read() {
        List<Message> batch = new ArrayList<>(size);
        try {
            while (batch.size() < size && differences.hasNext()) {
                batch.add(differences.next());
            }
        } catch (RuntimeException e) {
            failure = e;
        }
        if (!batch.isEmpty()) {
            ready.add(batch);
        }
        if (failure != null) {
            ready.add(List.of());
        }
    }
}
