package dev.caravan.flow;

import dev.caravan.message.Message;
import dev.caravan.progress.Progress;
import dev.caravan.progress.RecentFailures;
import dev.caravan.record.JobStatus;
import dev.caravan.transfer.Transfer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts messages on the queue and in progress. A message is settled when its exchange is done, successful or not, so
 * the run neither ends before the last one nor waits for a lost one.
 */
public final class Ledger {

    /** The interval of checks for messages in progress, and how many checks in a row must find none. */
    private static final long LOOK_MILLIS = 200;

    private static final int LOOKS = 15;

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.copy");

    private final AtomicLong open = new AtomicLong();
    private final AtomicReference<String> lost = new AtomicReference<>();
    private final Progress progress;
    private volatile BiConsumer<Message, Boolean> onSettled;
    private volatile boolean stopped;
    private volatile boolean abandoned;

    /**
     * @param progress counts a message as failed if its exchange fails, which no route should allow, so that the run
     *     isn't reported as successful
     */
    public Ledger(Progress progress) {
        this.progress = progress;
    }

    public Map<String, Processor> byName() {
        return Map.of("entered", exchange -> reserve(), "settleWhenDone", this::settleWhenDone);
    }

    /** Settles the message when its exchange is done. After a stop this is the only step. */
    private void settleWhenDone(Exchange exchange) {
        exchange.setRouteStop(stopped);
        Message message = exchange.getMessage().getBody() instanceof Message named ? named : null;
        Transfers.whenDone(exchange, done -> {
            if (done.isFailed()) {
                tell(done);
            }
            noteLost(done, message);
            if (message != null && onSettled != null) {
                onSettled.accept(message, isDone(done));
            }
            release();
        });
    }

    /** Returns whether the message's work is done or needless. */
    private static boolean isDone(Exchange done) {
        Transfer transfer = Transfers.of(done);
        return transfer != null
                && transfer.recorded()
                && transfer.status() != JobStatus.ERROR
                && transfer.status() != JobStatus.STARTED
                && !transfer.stopped();
    }

    /** Calls the listener for each settled message, before it stops to count; the flag says whether it is done. */
    public void onSettled(BiConsumer<Message, Boolean> listener) {
        onSettled = listener;
    }

    /** Counts a message that is about to enter the queue, so that the run doesn't end first. */
    public void reserve() {
        open.incrementAndGet();
    }

    /** Ends {@link #reserve}: the message is settled, or never enters the queue. */
    public void release() {
        if (open.decrementAndGet() <= 0) {
            wake();
        }
    }

    /** Records a message that edited routes ended without a result. */
    private void noteLost(Exchange done, Message message) {
        Transfer transfer = Transfers.of(done);
        if (message != null && done.getException() == null && (transfer == null || !transfer.isSettled())) {
            lost.compareAndSet(null, message.key());
        }
    }

    /** Returns the key of a message that ended without a result; null if none is known. */
    public String lost() {
        return lost.get();
    }

    private void tell(Exchange failed) {
        Transfer transfer = Transfers.of(failed);
        Transfers.settle(transfer, progress);
        RecentFailures.Entry failure = RecentFailures.Entry.of(
                transfer == null ? "" : transfer.message().key(),
                transfer == null ? 0 : transfer.tries(),
                failed.getException(),
                "");
        progress.failed(
                failure, LOG, "failed: \"" + failure.key() + "\": " + failure.kind() + ": " + failure.message());
    }

    /** Drops later messages instead of processing them. */
    public void stop() {
        stopped = true;
    }

    /** Ends all waits despite messages in progress. */
    public void abandon() {
        abandoned = true;
        wake();
    }

    private synchronized void wake() {
        notifyAll();
    }

    /**
     * Waits until nothing is open, or for {@link #abandon}. Call when nothing enters the queue any more.
     *
     * @param idle whether the routes have no messages: edited routes may end one before the step that settles it
     */
    public synchronized void awaitSettled(BooleanSupplier idle) throws InterruptedException {
        int looks = 0;
        while (open.get() > 0 && !abandoned && looks < LOOKS) {
            // The count can fall between the check and the wait; the timeout makes that harmless.
            wait(LOOK_MILLIS);
            looks = idle.getAsBoolean() ? looks + 1 : 0;
        }
    }
}
