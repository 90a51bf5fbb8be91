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
 * What must be done so that a destination has what the source has, found while it is iterated: {@link #hasNext()} waits until the next
 * is known or the comparison is complete. What makes the comparison fail is thrown by it and by {@link #next()}, at every call: it never
 * just ends. One thread iterates, any may cancel.
 */
public final class Differences implements Found {

    private final Search search;
    private List<Message> chunk = List.of();
    private int index;

    private Differences(Search search) {
        this.search = search;
    }

    /**
     * Starts to list and compare both stores, which stay the caller's to close.
     *
     * @param selection compares only what it contains; what the destination has elsewhere is left alone
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
     * Starts to look up the keys of a list at both stores, which stay the caller's to close. The list is closed at the end.
     *
     * @param selection leaves out what it doesn't contain
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
     * @throws ListingException a listing could not be read to its end, or not be trusted
     * @throws DeletesRefusedException the comparison is complete, but its deletes look like a mistake
     * @throws CancellationException this thread was interrupted, which also cancels the comparison
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
     * Stops listing and ends: {@link #hasNext()} is false from now on. Who stops early must call it, also where the iterator
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
