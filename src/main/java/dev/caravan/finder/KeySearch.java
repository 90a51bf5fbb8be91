package dev.caravan.finder;

import dev.caravan.job.KeyLength;
import dev.caravan.job.Printable;
import dev.caravan.job.SlotLimits;
import dev.caravan.message.ObjectMessage;
import dev.caravan.store.GoneException;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.ObjectSummary;
import dev.caravan.store.StoreException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up listed keys at both stores in parallel and compares their objects. A key that the source lacks is a failure
 * rather than a difference, since it was requested.
 */
final class KeySearch extends Differences {

    private static final Logger LOG = LoggerFactory.getLogger(KeySearch.class);

    private final KeyList keys;
    private final int lookups;
    private final AtomicInteger busy;
    private volatile ListingException unreadable;

    KeySearch(Task task, KeyList keys) {
        super(task, "caravan-keys");
        this.keys = keys;
        this.lookups = SlotLimits.lookupsOf(task.job());
        this.busy = new AtomicInteger(lookups);
    }

    @Override
    void start() {
        try {
            for (int i = 0; i < lookups; i++) {
                threads.execute(this::lookUpAll);
            }
        } catch (RejectedExecutionException e) {
            // One of the first threads has failed, and ended all; its failure is on its way.
            LOG.debug("no further lookups", e);
        }
    }

    @Override
    public void cancel() {
        super.cancel();
        try {
            keys.close();
        } catch (IOException e) {
            LOG.debug("a list of keys can't be closed", e);
        }
    }

    private void lookUpAll() {
        Verdicts verdicts = new Verdicts(task, true);
        try {
            for (String key = nextKey(); key != null; key = nextKey()) {
                if (task.handover().isCancelled()) {
                    return;
                }
                lookUp(key, verdicts);
            }
            if (busy.decrementAndGet() == 0) {
                if (unreadable != null) {
                    throw unreadable;
                }
                task.listener().listedAll();
                task.handover().end();
                keys.close();
                threads.shutdown();
            }
        } catch (Throwable e) {
            // The caller must receive any failure: otherwise an incomplete search looks complete.
            fail(e);
        }
    }

    /** Returns the next key; null at the end, and where the list can't be read: the keys before are looked up first. */
    private String nextKey() throws InterruptedException {
        try {
            return keys.next();
        } catch (ListingException e) {
            unreadable = e;
            return null;
        }
    }

    private void lookUp(String key, Verdicts verdicts) throws InterruptedException {
        task.listener().listed(1, 0);
        if (!task.accepts(key)) {
            task.listener().excluded(1);
            return;
        }
        if (KeyLength.isTooLong(key)) {
            task.listener().refused(unknown(key));
            return;
        }
        ObjectInfo source;
        try {
            source = head(task.source(), key);
        } catch (ThrottledException | TransientException e) {
            throw failed(task.source(), key, e);
        } catch (StoreException e) {
            missing(key, e);
            return;
        }
        ObjectSummary there = task.listsDestination() ? destination(key) : null;
        if (there == null) {
            verdicts.sourceOnly(source.summary());
        } else {
            verdicts.both(source.summary(), there);
        }
        verdicts.flush();
    }

    private ObjectSummary destination(String key) throws InterruptedException {
        String mapped = task.mapping().destinationKey(key);
        if (KeyLength.isTooLong(mapped)) {
            return null;
        }
        try {
            ObjectSummary there = head(task.destination(), mapped).summary();
            task.listener().listed(0, 1);
            return there;
        } catch (GoneException e) {
            return null;
        } catch (StoreException e) {
            throw failed(task.destination(), mapped, e);
        }
    }

    private ObjectInfo head(ObjectStore store, String key) throws InterruptedException {
        return task.backoff()
                .outlast(() -> store.head(key), e -> LOG.warn("{}: retrying: {}", store.name(), e.getMessage()));
    }

    /** Sends a message for a missing key; a worker asks again, fails, and records why. */
    private void missing(String key, StoreException why) throws InterruptedException {
        task.listener().missing(unknown(key), why);
        if (!task.job().dryRun()) {
            task.handover().put(List.of(new ObjectMessage(key, 0, "", null).required()));
        }
    }

    private static ListingException failed(ObjectStore store, String key, StoreException cause) {
        return new ListingException(
                store.name() + ": the key " + Printable.quoted(key) + " can't be looked up: " + cause.getMessage(),
                cause);
    }

    private static ObjectSummary unknown(String key) {
        return new ObjectSummary(key, 0, "", Instant.EPOCH, "");
    }
}
