package dev.caravan.finder;

import dev.caravan.message.Message;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Groups differences into batches for Camel's split. The split looks ahead from several threads, so an announced batch
 * is returned even after a cancellation: otherwise the split could end before unfinished batches. A failure of the
 * comparison ends the batches after all found differences; the caller checks for it afterwards.
 */
public final class Batches implements Iterator<List<Message>> {

    private final Iterator<Message> differences;
    private final int size;
    private final AtomicLong taken = new AtomicLong();
    private List<Message> ready = List.of();
    private volatile RuntimeException failure;

    /** @param size messages in a batch, at least 1; the last batch, and one before a failure, may hold fewer */
    public Batches(Iterator<Message> differences, int size) {
        this.differences = differences;
        this.size = size;
    }

    /** Never throws; stays true until the batch is taken. */
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

    /** Returns how many messages were taken so far. */
    public long taken() {
        return taken.get();
    }

    /** Throws the comparison's failure. Call after the last batch: an end alone doesn't prove a complete comparison. */
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
            // The split ignores it and would wait forever.
            failure = new IllegalStateException(e.toString(), e);
        }
        return batch;
    }
}
