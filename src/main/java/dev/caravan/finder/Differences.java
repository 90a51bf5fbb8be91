package dev.caravan.finder;

import dev.caravan.job.Job;
import dev.caravan.job.Selection;
import dev.caravan.message.Message;
import dev.caravan.store.Backoff;
import dev.caravan.store.DaemonThreads;
import dev.caravan.store.ObjectStore;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Finds the work that makes a destination equal to a source, while it is iterated: {@link #hasNext()} waits for the
 * next difference or the end. It and {@link #next()} throw a failure of the comparison at every call, so a failure
 * never looks like an end. One thread iterates, any may cancel.
 */
public abstract class Differences implements Found {

    final Task task;
    final ExecutorService threads;

    private List<Message> chunk = List.of();
    private int index;

    Differences(Task task, String threadName) {
        this.task = task;
        this.threads = Executors.newCachedThreadPool(new DaemonThreads(threadName));
    }

    /** Starts the threads that find the work. */
    abstract void start();

    /**
     * Starts to list and compare both stores, which the caller closes. Compares only what {@code selection} contains.
     */
    public static Differences find(
            ObjectStore source,
            ObjectStore destination,
            Job job,
            FinderListener listener,
            Selection selection,
            Backoff backoff) {
        Slots slots =
                new Slots(job.listers(), KeyRange.of(job, selection.prefixes()).iterator());
        return started(new Run(Task.of(source, destination, job, listener, selection, backoff), slots));
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
        return started(new KeySearch(Task.of(source, destination, job, listener, selection, Backoff.LISTING), keys));
    }

    private static Differences started(Differences search) {
        search.start();
        return search;
    }

    /**
     * @throws ListingException if a listing can't be read or trusted
     * @throws DeletesRefusedException if the deletions of a complete comparison look like a mistake
     * @throws CancellationException if this thread was interrupted, which also cancels the comparison
     */
    @Override
    public final boolean hasNext() {
        if (task.handover().isCancelled()) {
            return false;
        }
        if (index == chunk.size()) {
            index = 0;
            chunk = take();
        }
        return !chunk.isEmpty();
    }

    @Override
    public final Message next() {
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
        task.handover().cancel();
        threads.shutdownNow();
    }

    /** Ends all threads; {@link #hasNext()} throws the failure after what was found before it. */
    final void fail(Throwable failure) {
        task.handover().fail(failure);
        threads.shutdownNow();
    }

    private List<Message> take() {
        try {
            return task.handover().take();
        } catch (InterruptedException e) {
            cancel();
            throw interrupted(e);
        }
    }

    static CancellationException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        CancellationException interrupted =
                new CancellationException("interrupted while waiting for the stores' listings");
        interrupted.initCause(cause);
        return interrupted;
    }
}
