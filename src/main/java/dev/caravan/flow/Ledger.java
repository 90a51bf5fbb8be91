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
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many messages stand on the queue or are being worked on. A message is settled when its exchange is done, however it
 * ended, so that the run can't end before the last one nor wait for one that is lost.
 */
public final class Ledger {

    /** How often it is looked whether messages are still worked on, and how many looks in a row must find none. */
    private static final long LOOK_MILLIS = 200;

    private static final int LOOKS = 15;

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    private final AtomicLong open = new AtomicLong();
    private final AtomicReference<String> lost = new AtomicReference<>();
    private final Progress progress;
    private volatile BiConsumer<Message, Boolean> onSettled;
    private volatile boolean stopped;
    private volatile boolean abandoned;

    /**
     * @param progress where a message counts as failed whose exchange ends with a failure, which no route should let happen:
     *     the run must not look as if all had gone well
     */
    public Ledger(Progress progress) {
        this.progress = progress;
    }

    /** The steps by the names that the routes call them. */
    public Map<String, Processor> byName() {
        return Map.of("entered", this::entered, "settleWhenDone", this::settleWhenDone);
    }

    /** A step behind the queue's entrance: one message more. */
    private void entered(Exchange exchange) {
        open.incrementAndGet();
    }

    /** The worker's first step: one message less as soon as its exchange is done. After a stop it is the last one too. */
    private void settleWhenDone(Exchange exchange) {
        exchange.setRouteStop(stopped);
        Message message = exchange.getMessage().getBody() instanceof Message named ? named : null;
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onFailure(Exchange failed) {
                tell(failed);
                super.onFailure(failed);
            }

            @Override
            public void onDone(Exchange done) {
                noteLost(done, message);
                if (message != null && onSettled != null) {
                    onSettled.accept(message, isDone(done));
                }
                if (open.decrementAndGet() <= 0) {
                    wake();
                }
            }
        });
    }

    /** Whether what the message asks for is done, or needless. */
    private static boolean isDone(Exchange done) {
        Transfer transfer = Transfers.of(done);
        return transfer != null
                && transfer.recorded()
                && transfer.status() != JobStatus.ERROR
                && transfer.status() != JobStatus.STARTED
                && !transfer.stopped();
    }

    /** Calls this with each message that is settled, and with whether it is done, before the message stops to count. */
    public void onSettled(BiConsumer<Message, Boolean> listener) {
        onSettled = listener;
    }

    /** Counts a message that is about to enter the queue, so that the run doesn't end before. */
    public void reserve() {
        open.incrementAndGet();
    }

    /** Ends what {@link #reserve} has begun: the message has entered the queue, or never will. */
    public void release() {
        if (open.decrementAndGet() <= 0) {
            wake();
        }
    }

    /** Routes that a user edits may end without a record. */
    private void noteLost(Exchange done, Message message) {
        Transfer transfer = Transfers.of(done);
        if (message != null && done.getException() == null && (transfer == null || !transfer.isSettled())) {
            lost.compareAndSet(null, message.key());
        }
    }

    /** Returns the key of a message that ended without a fate; null if none is known. */
    public String lost() {
        return lost.get();
    }

    private void tell(Exchange failed) {
        Transfer transfer = Transfers.of(failed);
        if (transfer == null || transfer.settle()) {
            progress.settle();
        }
        RecentFailures.Entry failure = RecentFailures.Entry.of(
                transfer == null ? "" : transfer.message().key(),
                transfer == null ? 0 : transfer.tries(),
                failed.getException(),
                "");
        progress.failed(failure);
        failure.fieldsOf(LOG.atWarn()).log("failed: \"{}\": {}: {}", failure.key(), failure.kind(), failure.message());
    }

    /** From now on messages are taken from the queue and dropped. */
    public void stop() {
        stopped = true;
    }

    /** Nobody is to wait any longer, though messages are being worked on. */
    public void abandon() {
        abandoned = true;
        wake();
    }

    private synchronized void wake() {
        notifyAll();
    }

    /**
     * Waits until nothing is open, or is abandoned. To be called when nothing enters any more: before that, zero means nothing.
     *
     * @param idle whether the routes have nothing on the queue or in work. Routes that a user edited may end a message before its
     *     step that settles it; nobody would end the wait for that one
     */
    public synchronized void awaitSettled(BooleanSupplier idle) throws InterruptedException {
        int looks = 0;
        while (open.get() > 0 && !abandoned && looks < LOOKS) {
            // The count may fall between the look and the wait; the timeout makes that harmless.
            wait(LOOK_MILLIS);
            looks = idle.getAsBoolean() ? looks + 1 : 0;
        }
    }
}
