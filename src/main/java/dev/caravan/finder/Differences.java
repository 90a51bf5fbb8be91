package dev.caravan.finder;

import dev.caravan.job.Job;
import dev.caravan.job.Selection;
import dev.caravan.message.Message;
import dev.caravan.store.Backoff;
import dev.caravan.store.ObjectStore;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;

/**
 * Finds the work that makes a destination equal to a source, while it is iterated: {@link #hasNext()} waits for the
 * next difference or the end. It and {@link #next()} throw a failure of the comparison at every call, so a failure
 * never looks like an end. One thread iterates, any may cancel.
 */
public final class Differences implements Found {

    private final Search search;
    private List<Message> chunk = List.of();
    private int index;

    private Differences(Search search) {
        this.search = search;
    }

    /**
     * Starts to list and compare both stores, which the caller closes. Compares only what {@code selection} contains.
     */
    public static Differences find(
            ObjectStore source, ObjectStore destination, Job job, FinderListener listener, Selection selection) {
        return find(source, destination, job, listener, selection, Backoff.LISTING);
    }

    static Differences find(
            ObjectStore source,
            ObjectStore destination,
            Job job,
            FinderListener listener,
            Selection selection,
            Backoff backoff) {
        Slots slots =
                new Slots(job.listers(), KeyRange.of(job, selection.prefixes()).iterator());
        Run run = new Run(Task.of(source, destination, job, listener, selection, backoff), slots);
        return started(run);
    }

    /**
     * Starts to look up listed keys in both stores, which the caller closes. Closes the list at the end and skips keys
     * outside {@code selection}.
     */
    public static Differences ofKeys(
            ObjectStore source,
            ObjectStore destination,
            Job job,
            FinderListener listener,
            Selection selection,
            KeyList keys) {
        return started(
                new KeySearch(Task.of(source, destination, job, listener, selection, Backoff.LISTING), job, keys));
    }

    private static Differences started(Search search) {
        search.start();
        return new Differences(search);
    }

    /**
     * @throws ListingException if a listing can't be read or trusted
     * @throws DeletesRefusedException if the deletions of a complete comparison look like a mistake
     * @throws CancellationException if this thread was interrupted, which also cancels the comparison
     */
    @Override
    public boolean hasNext() {
        if (search.isCancelled()) {
            return false;
        }
        if (index == chunk.size()) {
            index = 0;
            chunk = take();
        }
        return !chunk.isEmpty();
    }

    @Override
    public int batch() {
        return Message.BATCH;
    }

    @Override
    public Message next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return chunk.get(index++);
    }

    /**
     * Stops the listing: {@link #hasNext()} returns false. Required of a caller that stops early, even if the iterator
     * is drained afterwards, as Camel's split does.
     */
    @Override
    public void cancel() {
        search.cancel();
    }

    @Override
    public void close() {
        cancel();
    }

    private List<Message> take() {
        try {
            return search.take();
        } catch (InterruptedException e) {
            search.cancel();
            Thread.currentThread().interrupt();
            CancellationException cancelled =
                    new CancellationException("interrupted while waiting for the stores' listings");
            cancelled.initCause(e);
            throw cancelled;
        }
    }
}
