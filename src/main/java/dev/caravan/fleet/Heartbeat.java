package dev.caravan.fleet;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.record.FleetTotals;
import dev.caravan.record.dynamo.FleetItems;
import dev.caravan.record.dynamo.JobOrders;
import dev.caravan.store.DaemonThreads;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Updates a worker's item until closed, and reads an operator's orders. A failing table stops nothing: the last orders
 * stay.
 */
public final class Heartbeat implements AutoCloseable {

    public static final Duration INTERVAL = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.fleet");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The time limit at the end of the process. */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(2);

    /** The beats after which the name is added again, in case it was removed, and new work to the totals. */
    private static final int NAMED = 20;

    private final FleetItems items;
    private final WorkerReporter reporter;
    private final JobOrders ordered;
    private final StandingOrders orders;
    private final Thread clock = DaemonThreads.one("caravan-fleet", this::run);
    private int beatsToName;
    private FleetTotals told = FleetTotals.NONE;
    private boolean refused;
    private boolean unread;
    private volatile boolean closed;

    /** @param orders follows what {@code ordered} reads */
    public Heartbeat(FleetItems items, WorkerReporter reporter, JobOrders ordered, StandingOrders orders) {
        this.ordered = ordered;
        this.orders = orders;
        this.items = items;
        this.reporter = reporter;
    }

    public void start() {
        obey();
        clock.start();
    }

    private void obey() {
        try {
            orders.follow(ordered.read(PATIENCE));
            if (unread) {
                unread = false;
                LOG.info("orders to pause or slow the job can be read again");
            }
        } catch (ControlPlaneException | RuntimeException e) {
            if (!unread && !closed) {
                unread = true;
                LOG.warn(
                        "orders to pause or slow the job can't be read, the last orders stay in effect: {}",
                        e.getMessage());
            }
        }
    }

    private void run() {
        try {
            beat(PATIENCE);
            prune();
            while (!closed) {
                Thread.sleep(reporter.interval().toMillis());
                obey();
                beat(PATIENCE);
            }
        } catch (InterruptedException e) {
            // Closed.
            return;
        }
    }

    private synchronized void beat(Duration within) {
        try {
            items.write(reporter.id(), reporter.now(), within);
            FleetTotals done = reporter.totals();
            boolean untold = !done.equals(told) && (closed || reporter.isIdle());
            if (beatsToName-- <= 0 || untold) {
                items.add(reporter.id(), done.since(told), within);
                told = done;
                beatsToName = NAMED;
            }
            if (refused) {
                refused = false;
                LOG.info("the fleet's page shows this worker again");
            }
        } catch (ControlPlaneException | RuntimeException e) {
            if (!refused && !closed) {
                refused = true;
                LOG.warn("the fleet's page doesn't show this worker; nothing else depends on it: {}", e.getMessage());
            }
        }
    }

    /** Removes dead members' names; on a failure the next worker to start tries again. */
    private void prune() {
        try {
            items.prune();
        } catch (ControlPlaneException | RuntimeException e) {
            LOG.debug("the table still lists workers that ended long ago", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        clock.interrupt();
        if (clock.getState() != Thread.State.NEW) {
            reporter.ended();
            beat(LAST_PATIENCE);
        }
    }
}
