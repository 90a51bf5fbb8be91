package dev.caravan.finder;

import dev.caravan.job.Job;
import dev.caravan.job.KeyLength;
import dev.caravan.job.KeyMapping;
import dev.caravan.job.NameFilter;
import dev.caravan.job.Selection;
import dev.caravan.message.Message;
import dev.caravan.store.Backoff;
import dev.caravan.store.DaemonThreads;
import dev.caravan.store.InvalidException;
import dev.caravan.store.KeyOrder;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.ObjectVersion;
import dev.caravan.store.StoreException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Walks through the versions of both sides by key while it is iterated. */
abstract class VersionWalk implements Found {

    final FinderListener listener;
    final Deque<Message> ready = new ArrayDeque<>();

    private final ObjectStore destination;
    private final KeyMapping keys;
    private final boolean object;
    private final NameFilter names;
    private final ExecutorService executor = Executors.newFixedThreadPool(2, new DaemonThreads("versions"));
    private final VersionListing sourceListing;
    private final VersionListing destinationListing;
    private VersionListing.OfKey atSource;
    private VersionListing.OfKey atDestination;
    private boolean begun;
    private volatile boolean cancelled;

    /** Starts to list both stores, which the caller closes. */
    VersionWalk(ObjectStore source, ObjectStore destination, Job job, FinderListener listener, Selection selection) {
        this.destination = destination;
        this.listener = listener;
        this.keys = job.keys();
        this.object = job.object();
        this.names = selection.names();
        this.sourceListing =
                new VersionListing(source, job.source().prefix(), executor, objects -> listener.listed(objects, 0));
        this.destinationListing = new VersionListing(
                destination, keys.destinationListingPrefix(), executor, objects -> listener.listed(0, objects));
    }

    /** Compares the versions of one source key; the destination may have none. */
    abstract void compare(VersionListing.OfKey source, VersionListing.OfKey there) throws InterruptedException;

    /** Returns how far the versions of a key are copied; null if that is unknown, which the listener receives. */
    final VersionPlan plan(VersionListing.OfKey source, VersionListing.OfKey there) {
        try {
            return VersionPlan.of(source, there, this::mark);
        } catch (InvalidException e) {
            ObjectSummary newest = source.newest().object();
            listener.different(newest, null, Reason.VERSIONS);
            listener.failed(newest, e);
            return null;
        }
    }

    @Override
    public final boolean hasNext() {
        try {
            while (ready.isEmpty() && !cancelled && nextKey()) {
                // The destination may have all versions of the key.
            }
        } catch (InterruptedException e) {
            cancel();
            throw Differences.interrupted(e);
        } catch (ListingException | CancellationException e) {
            if (cancelled) {
                return false;
            }
            throw e;
        }
        return !cancelled && !ready.isEmpty();
    }

    @Override
    public final Message next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.poll();
    }

    /** Compares the source's next key; returns false at the end. */
    private boolean nextKey() throws InterruptedException {
        if (!begun) {
            begun = true;
            atSource = sourceListing.next();
            atDestination = destinationListing.next();
        }
        while (atDestination != null && (atSource == null || isBehind(atSource.key(), atDestination.key()))) {
            extra(atDestination);
            atDestination = destinationListing.next();
        }
        if (atSource == null) {
            listener.listedAll();
            return false;
        }
        boolean both =
                atDestination != null && keys.destinationKey(atSource.key()).equals(atDestination.key());
        if (isChosen(atSource)) {
            compare(atSource, both ? atDestination : new VersionListing.OfKey(atSource.key(), List.of(), false));
        }
        if (both) {
            atDestination = destinationListing.next();
        }
        atSource = sourceListing.next();
        return true;
    }

    private boolean isBehind(String sourceKey, String destinationKey) {
        return KeyOrder.compare(keys.destinationKey(sourceKey), destinationKey) > 0;
    }

    private void extra(VersionListing.OfKey only) {
        if (names.accept(keys.relative(keys.sourceKey(only.key())), 0)) {
            for (ObjectVersion version : only.versions()) {
                listener.extra(version.object());
            }
        }
    }

    private boolean isChosen(VersionListing.OfKey source) {
        if ((object && !source.key().equals(keys.sourcePrefix())) || !keys.hasName(source.key())) {
            return false;
        }
        if (!names.accept(keys.relative(source.key()), 0)) {
            listener.excluded(source.versions().size());
            return false;
        }
        if (KeyLength.isTooLong(source.key())) {
            listener.refused(source.newest().object());
            return false;
        }
        return true;
    }

    /** Reads the mark of a destination's version; empty for none. */
    final String mark(ObjectVersion version) {
        try {
            return Backoff.LISTING.outlast(() -> VersionPlan.mark(destination, version), e -> {});
        } catch (StoreException e) {
            throw new ListingException(destination.name() + ": the versions can't be compared: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw Differences.interrupted(e);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        sourceListing.close();
        destinationListing.close();
        executor.shutdownNow();
    }
}
