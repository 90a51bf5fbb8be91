package dev.caravan.record.dynamo;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.job.Printable;
import dev.caravan.record.Comparison;
import dev.caravan.record.Comparison.Outcome;
import dev.caravan.store.DaemonThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * The exclusive right of one finder to compare for a job: an item of the records' table that its holder renews and that
 * expires if the holder dies. The item also keeps the latest comparisons ({@link Comparisons}). The clocks of two
 * finders may differ by a sixth of {@link LeaseTerms#held()}, 10 s: the holder gives up that much earlier. With larger
 * differences, or a suspended process, two finders queue the same differences, which costs requests but does no harm.
 */
public final class FinderLease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FinderLease.class);

    /** The time limit at the end of the process. */
    private static final Duration RELEASE_TIME = Duration.ofSeconds(3);

    private final LeaseItem item;
    private final LeaseTerms terms;
    private final Runnable onLoss;
    private final Thread clock = DaemonThreads.one("caravan-lease", this::keep);
    private List<Comparison> earlier = List.of();
    private volatile Supplier<Comparison> comparison;
    private long usableUntil;
    private volatile LeaseException loss;
    private volatile boolean closed;

    private FinderLease(LeaseItem item, LeaseTerms terms, Runnable onLoss) {
        this.item = item;
        this.terms = terms;
        this.onLoss = onLoss;
    }

    /**
     * Checks before the start that the table can hold leases.
     *
     * @throws LeaseException if the table is missing or unreadable
     */
    public static void check(ControlPlane aws, String table, String job) throws LeaseException {
        try {
            new LeaseItem(aws.dynamoDb(), table, job, "").read();
        } catch (ResourceNotFoundException e) {
            throw new LeaseException(
                    "table " + Printable.of(table) + ": there is no such table in this account and region", e);
        } catch (SdkException e) {
            throw new LeaseException("table " + Printable.of(table) + ": " + ControlPlaneProblem.words(e), e);
        }
    }

    /**
     * Takes the lease or fails at once.
     *
     * @param job name of the job, equal for all its finders
     * @param onLoss called by another thread, at most once, when the lease is lost, to end the comparison
     * @throws LeaseException if another finder has it, with its name and times, or the table fails
     */
    public static FinderLease take(ControlPlane aws, String table, String job, LeaseTerms terms, Runnable onLoss)
            throws LeaseException {
        LeaseItem item = new LeaseItem(aws.dynamoDb(), table, job, ProcessName.fresh());
        FinderLease lease = new FinderLease(item, terms, onLoss);
        long asked = System.nanoTime();
        try {
            Instant now = Instant.now();
            lease.earlier = Comparisons.of(item.take(now, now.plus(terms.held()))).stream()
                    .map(one -> one.outcome() == Outcome.RUNNING ? one.lost() : one)
                    .toList();
        } catch (ConditionalCheckFailedException e) {
            throw new LeaseException(
                    "another finder compares for this job: " + LeaseItem.holder(e) + "; wait for its end", e);
        } catch (SdkException e) {
            throw new LeaseException(
                    "the finder's lease in table " + Printable.of(table) + " can't be taken: "
                            + ControlPlaneProblem.words(e),
                    e);
        }
        lease.usableUntil = asked + terms.usable().toNanos();
        lease.clock.start();
        return lease;
    }

    /**
     * Checks that the lease is still held.
     *
     * @throws LeaseException if it was lost
     */
    public void requireKept() throws LeaseException {
        if (loss != null) {
            throw loss;
        }
    }

    public List<Comparison> earlier() {
        return earlier;
    }

    /**
     * Writes a comparison into the item: now, with each renewal, and at release. A failure ends nothing.
     *
     * @param now returns the current figures; called by other threads too
     */
    public void tell(Supplier<Comparison> now) {
        comparison = now;
        try {
            item.nameJob();
            item.renew(Instant.now().plus(terms.held()), comparisons(), terms.renewal());
        } catch (SdkException e) {
            LOG.warn("what the comparison finds couldn't be recorded yet: {}", ControlPlaneProblem.words(e));
        }
    }

    private AttributeValue comparisons() {
        Supplier<Comparison> newest = comparison;
        return newest == null ? null : Comparisons.attribute(newest.get(), earlier);
    }

    private void keep() {
        long pause = terms.renewal().toNanos();
        try {
            while (loss == null && !closed) {
                long left = usableUntil - System.nanoTime();
                // Not beyond the end, to notice a loss in time.
                Thread.sleep(
                        Duration.ofNanos(Math.max(1, Math.min(pause, left))).toMillis());
                pause = renew() ? terms.renewal().toNanos() : terms.renewal().toNanos() / 4;
            }
        } catch (InterruptedException e) {
            // Released.
            return;
        }
    }

    private boolean renew() throws InterruptedException {
        long asked = System.nanoTime();
        long left = usableUntil - asked;
        if (left <= 0) {
            lose("it could not be renewed in time", null);
            return false;
        }
        try {
            item.renew(Instant.now().plus(terms.held()), comparisons(), Duration.ofNanos(left));
            usableUntil = asked + terms.usable().toNanos();
            return true;
        } catch (ConditionalCheckFailedException e) {
            lose("it is held by " + LeaseItem.holder(e), e);
        } catch (SdkException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LOG.warn("the finder's lease couldn't be renewed yet: {}", ControlPlaneProblem.words(e));
            if (usableUntil - System.nanoTime() <= 0) {
                lose("it could not be renewed in time: " + ControlPlaneProblem.words(e), e);
            }
        }
        return false;
    }

    private void lose(String why, Throwable cause) {
        if (closed) {
            return;
        }
        loss = new LeaseException(
                "the finder's lease is lost: " + why + "; the next comparison finds what isn't queued yet", cause);
        onLoss.run();
    }

    /** Releases the lease. If that fails, the lease expires. */
    @Override
    public void close() {
        closed = true;
        clock.interrupt();
        try {
            item.release(comparisons(), RELEASE_TIME);
        } catch (ConditionalCheckFailedException e) {
            LOG.debug("the lease had gone to another finder", e);
        } catch (SdkException e) {
            LOG.warn(
                    "the finder's lease couldn't be released, and expires in {} s: {}",
                    terms.held().toSeconds(),
                    ControlPlaneProblem.words(e));
        }
    }
}
