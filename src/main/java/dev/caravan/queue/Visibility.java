package dev.caravan.queue;

import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.store.DaemonThreads;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;

/** Keeps this worker's messages hidden from others. Most messages are done before this needs a request. */
final class Visibility implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    /** The limit of one request, so that other messages don't wait longer. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(5);

    /** The time limit at the end of the process. */
    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private final Batches queue;
    private final Duration timeout;
    private final Set<Receipt> held = ConcurrentHashMap.newKeySet();
    private final Thread heart;

    Visibility(SqsClient client, String queueUrl, Duration timeout) {
        this.queue = new Batches(client, queueUrl);
        this.timeout = timeout;
        this.heart = DaemonThreads.every(timeout.dividedBy(6), "caravan-heartbeat", this::beat);
    }

    void start() {
        heart.start();
    }

    void hold(Receipt receipt) {
        held.add(receipt);
    }

    /** Stops hiding a message, which is about to be deleted. */
    void letGo(Receipt receipt) {
        held.remove(receipt);
    }

    int held() {
        return held.size();
    }

    /** Returns the message received first; null if none. */
    Receipt oldest() {
        return held.stream()
                .min(Comparator.comparingLong(receipt -> receipt.received))
                .orElse(null);
    }

    /** Returns a message to the queue after 0 to 43,200 seconds. */
    void comeBack(Receipt receipt, int seconds) {
        comeBack(List.of(receipt), seconds, LONGEST_CALL);
    }

    /** Returns all messages at once, or, if the service doesn't answer, when their timeouts end. */
    void giveBackAll() {
        // It may be waiting for an answer, with the lock.
        heart.interrupt();
        long until = System.nanoTime() + LONGEST_END.toNanos();
        for (List<Receipt> batch : Batches.of(List.copyOf(held))) {
            if (System.nanoTime() < until) {
                giveBack(batch);
            }
        }
    }

    /** Returns those of the messages that are still held: another thread may have returned one meanwhile. */
    private synchronized void giveBack(List<Receipt> batch) {
        List<Receipt> receipts = batch.stream().filter(held::contains).toList();
        if (!receipts.isEmpty()) {
            comeBack(receipts, 0, LONGEST_END);
        }
    }

    /**
     * Returns messages under the heartbeat's lock, which would otherwise hide them again. They are held until the
     * request has ended, so that the worker doesn't end first.
     */
    private synchronized void comeBack(List<Receipt> receipts, int seconds, Duration within) {
        try {
            change(receipts, seconds, within);
        } catch (RuntimeException e) {
            LOG.warn(
                    "{} messages return to the queue later than they should: {}",
                    receipts.size(),
                    ControlPlaneProblem.words(e));
        } finally {
            receipts.forEach(held::remove);
        }
    }

    private void beat() {
        long interval = timeout.toNanos() / 3;
        long now = System.nanoTime();
        Batches.of(held.stream()
                        .filter(receipt -> now - receipt.renewed() > interval)
                        .toList())
                .forEach(this::renew);
    }

    private synchronized void renew(List<Receipt> due) {
        List<Receipt> receipts = due.stream().filter(held::contains).toList();
        if (receipts.isEmpty()) {
            return;
        }
        try {
            Set<String> failed = change(receipts, (int) timeout.toSeconds(), LONGEST_CALL);
            for (int i = 0; i < receipts.size(); i++) {
                if (!failed.contains(Integer.toString(i))) {
                    receipts.get(i).markRenewed();
                }
            }
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            // The next heartbeat retries after any failure. There are several before the timeout.
            LOG.warn(
                    "the visibility timeout of {} messages couldn't be renewed: {}",
                    receipts.size(),
                    ControlPlaneProblem.words(e));
        }
    }

    /** Makes one request; returns the indexes of entries for which the service failed. */
    private Set<String> change(List<Receipt> receipts, int seconds, Duration within) {
        List<String> handles = receipts.stream().map(receipt -> receipt.handle).toList();
        Set<String> failed = new HashSet<>();
        for (BatchResultErrorEntry error : queue.hide(handles, seconds, within)) {
            if (Boolean.TRUE.equals(error.senderFault())) {
                // Its timeout has ended, so another worker can have it. The records prevent a conflict.
                LOG.warn(
                        "a message no longer belongs to this worker: it was deleted, the queue was purged, or its visibility"
                                + " timeout was over: {}",
                        Sending.why(error));
            } else {
                LOG.warn("the visibility timeout of a message couldn't be changed: {}", Sending.why(error));
                failed.add(error.id());
            }
        }
        return failed;
    }

    @Override
    public void close() {
        heart.interrupt();
    }
}
