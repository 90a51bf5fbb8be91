package dev.caravan.finder;

import dev.caravan.message.Message;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Differences in batches, for Camel's split. It looks ahead, from several threads, before it sends what it has: so a batch that was
 * announced comes even where the comparison is cancelled in between, or the split would end beside batches on their way; and a
 * failure of the comparison ends the batches like an end, behind all that was found. Who iterates asks for it afterwards.
 */
public final class Batches implements Iterator<List<Message>> {

    private final Iterator<Message> differences;
    private final int size;
    private final AtomicLong taken = new AtomicLong();
    private List<Message> ready = List.of();
    private volatile RuntimeException failure;

    /**
     * @param size how many messages a batch holds, at least 1; the last one, and one that a failure cut short, may hold less
     */
    public Batches(Iterator<Message> differences, int size) {
        this.differences = differences;
        this.size = size;
    }

    /** Never throws, and stays true until the batch is taken. */
    @Override
    public boolean hasNext() {
        if (ready.isEmpty() && failure == null) {
            ready = read();
        }
        return !ready.isEmpty();
    }

    @Override
    public List<Message> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        List<Message> batch = ready;
        ready = List.of();
        taken.addAndGet(batch.size());
        return batch;
    }

    /** Returns how many messages were taken, in all batches so far. */
    public long taken() {
        return taken.get();
    }

    /** Throws what the comparison failed with. To be called behind the last batch: an end alone doesn't say that all was compared. */
    public void requireComplete() {
        if (failure != null) {
            throw failure;
        }
    }

    private List<Message> read() {
        List<Message> batch = new ArrayList<>(size);
        try {
            while (batch.size() < size && differences.hasNext()) {
                batch.add(differences.next());
            }
        } catch (RuntimeException e) {
            failure = e;
        } catch (Error e) {
            // In the split's thread nobody would hear of it, and the split would wait for ever.
            failure = new IllegalStateException(e.toString(), e);
        }
        return batch;
    }
}
