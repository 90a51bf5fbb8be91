package dev.caravan.transfer;

import dev.caravan.finder.VersionHistories;
import dev.caravan.job.KeyMapping;
import dev.caravan.job.Printable;
import dev.caravan.message.HistoryMessage;
import dev.caravan.record.JobStatus;
import dev.caravan.record.RecordsException;
import dev.caravan.record.StandingRecord;
import dev.caravan.record.dynamo.HistoryLeases;
import dev.caravan.record.dynamo.LeaseTerms;
import dev.caravan.record.dynamo.ProcessName;
import dev.caravan.store.DaemonThreads;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys whose versions this worker copies. A queue delivers messages twice and in any order, so a message names only
 * a key. A worker with the key's lease asks both stores for the missing versions. It copies version after version, and
 * renews the lease meanwhile. If it can't, it stops before others can take the lease. The margin covers differences of
 * clocks and the longest request.
 */
public final class Histories implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.copy");

    private final HistoryLeases leases;
    private final LeaseTerms terms;
    private final KeyMapping keys;
    private final Buckets buckets;
    private final String process = ProcessName.fresh();
    private final AtomicLong opened = new AtomicLong();
    private final Map<String, History> held = new ConcurrentHashMap<>();
    private final Thread clock;
    private volatile boolean closed;

    public Histories(HistoryLeases leases, LeaseTerms terms, KeyMapping keys, Buckets buckets) {
        this.leases = leases;
        this.terms = terms;
        this.keys = keys;
        this.buckets = buckets;
        this.clock = DaemonThreads.every(terms.renewal(), "caravan-histories", this::renewAll);
        clock.start();
    }

    /**
     * Takes the lease of a key, and lists its missing versions at both stores.
     *
     * @return null if another worker or message has the lease
     * @throws dev.caravan.store.StoreException if a store or the table doesn't answer, or the order can't be kept
     */
    public History open(HistoryMessage message) {
        String key = keys.destinationKey(message.key());
        History history = new History(message, key, process + ", " + opened.incrementAndGet());
        if (held.putIfAbsent(key, history) != null) {
            return null;
        }
        boolean open = false;
        try {
            long asked = System.nanoTime();
            Instant now = Instant.now();
            StandingRecord standing =
                    FleetRecords.passing(() -> leases.take(key, history.owner, now, now.plus(terms.held())));
            if (standing == null) {
                return null;
            }
            history.lease(asked + terms.usable().toNanos());
            history.copies(VersionHistories.missing(buckets.source(), message.key(), buckets.destination(), key));
            history.needless = history.missing().isEmpty() && standing.status() == JobStatus.ERROR;
            open = true;
            return history;
        } finally {
            if (!open) {
                close(history);
            }
        }
    }

    /** Ends the work on a key. Doesn't release the lease while an unanswered request may still make a version. */
    public void close(History history) {
        held.remove(history.key, history);
        if (!history.isLeased() || history.mayGrow()) {
            return;
        }
        try {
            if (history.needless) {
                leases.releaseNeedless(history.key, history.owner);
            } else {
                leases.release(history.key, history.owner);
            }
        } catch (RecordsException e) {
            LOG.warn(
                    "the lease of {} couldn't be released, and expires: {}",
                    Printable.quoted(history.key),
                    e.getMessage());
        }
    }

    /** Returns the seconds that a message waits for a key that another worker processes. */
    public int pause() {
        return (int) Math.max(1, terms.renewal().toSeconds());
    }

    private void renewAll() {
        if (!closed) {
            held.values().stream().filter(History::isLeased).forEach(this::renew);
        }
    }

    private void renew(History history) {
        long asked = System.nanoTime();
        try {
            if (leases.renew(history.key, history.owner, Instant.now().plus(terms.held()))) {
                history.lease(asked + terms.usable().toNanos());
            } else {
                history.lose();
                LOG.warn("another worker copies the versions of {} by now", Printable.quoted(history.key));
            }
        } catch (RecordsException e) {
            if (!closed) {
                LOG.warn("the lease of {} couldn't be renewed yet: {}", Printable.quoted(history.key), e.getMessage());
            }
        }
    }

    /** Stops renewing leases. */
    @Override
    public void close() {
        closed = true;
        clock.interrupt();
    }
}
