package dev.caravan.command.run;

import dev.caravan.finder.Chains;
import dev.caravan.finder.FinderListener;
import dev.caravan.flow.Ledger;
import dev.caravan.job.Printable;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.store.DaemonThreads;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectSummary;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queues the next version of a key once the previous one is on record, from its own thread: a worker that waited for
 * room on the queue would wait for itself.
 */
final class VersionChains implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.finder");

    private final Chains chains;
    private final Routes routes;
    private final Ledger ledger;
    private final FinderListener listener;
    private final ExecutorService sender = Executors.newSingleThreadExecutor(new DaemonThreads("next-versions"));
    private volatile boolean stopped;

    VersionChains(Chains chains, Routes routes, Ledger ledger, FinderListener listener) {
        this.chains = chains;
        this.routes = routes;
        this.ledger = ledger;
        this.listener = listener;
    }

    /** Queues no more; the next run continues. */
    void stop() {
        stopped = true;
    }

    /** Receives each settled message, and whether it is done. */
    void settled(Message message, boolean done) {
        if (stopped) {
            return;
        }
        if (!done) {
            chains.drop(message).forEach(this::failed);
            return;
        }
        Message next = chains.after(message);
        if (next != null) {
            ledger.reserve();
            sender.execute(() -> send(next));
        }
    }

    private void failed(Message dropped) {
        long size = dropped instanceof ObjectMessage object ? object.size() : 0;
        listener.failed(
                new ObjectSummary(dropped.key(), size, "", Instant.EPOCH, ""),
                new InvalidException(
                        "not copied, because an earlier version of the key failed", "EarlierVersionFailed"));
    }

    private void send(Message next) {
        try {
            routes.send("direct:enqueue", List.of(next));
        } catch (Exception e) {
            LOG.warn("the next version of {} couldn't be queued: {}", Printable.quoted(next.key()), e.toString());
            failed(next);
            chains.drop(next).forEach(this::failed);
        } finally {
            ledger.release();
        }
    }

    @Override
    public void close() {
        sender.shutdownNow();
    }
}
