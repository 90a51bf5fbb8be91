package dev.caravan.queue;

import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.progress.Gathering;
import dev.caravan.store.DaemonThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;

/**
 * Deletes finished messages in batches of ten: single requests would cost as much as the rest of a small object. A
 * message that can't be deleted returns and is repeated, without effect.
 */
final class Deletions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");
    private static final int ATTEMPTS = 5;
    private static final String UNKNOWN_RECEIPT = "ReceiptHandleIsInvalid";

    /** The time limit at the end of the process. */
    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private final Batches queue;
    // Bounded: while the queue's service fails, workers wait here instead of moving objects that they can't settle.
    private final Gathering<String> waiting = new Gathering<>(100 * Batches.MOST, Batches.MOST);
    private final Thread deleter = DaemonThreads.one("caravan-deletions", this::run);

    Deletions(SqsClient client, String queueUrl) {
        this.queue = new Batches(client, queueUrl);
    }

    void start() {
        deleter.start();
    }

    void add(String receiptHandle) throws InterruptedException {
        waiting.put(receiptHandle);
    }

    private void run() {
        List<String> batch = new ArrayList<>(Batches.MOST);
        boolean ended = false;
        try {
            while (!ended) {
                ended = waiting.take(batch);
                delete(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void delete(List<String> handles) throws InterruptedException {
        List<String> left = handles;
        for (int attempt = 1; !left.isEmpty(); attempt++) {
            String why;
            try {
                List<BatchResultErrorEntry> failed = queue.delete(left);
                left = stillToDelete(left, failed);
                why = failed.isEmpty() ? "" : Sending.why(failed.get(0));
                int expired = failed.size() - left.size();
                if (expired > 0) {
                    LOG.warn("{} messages that are done couldn't be deleted: {}", expired, refused(failed));
                }
            } catch (RuntimeException e) {
                // Catches any failure: no other thread deletes messages, and all workers would wait here.
                why = ControlPlaneProblem.words(e);
            }
            if (!left.isEmpty() && attempt == ATTEMPTS) {
                LOG.warn("{} messages that are done couldn't be deleted and return to the queue: {}", left.size(), why);
                return;
            }
            if (!left.isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(200L << attempt);
            }
        }
    }

    /** Returns the entries that no further request can delete. */
    private static String refused(List<BatchResultErrorEntry> failed) {
        BatchResultErrorEntry first = failed.stream()
                .filter(entry -> Boolean.TRUE.equals(entry.senderFault()))
                .findFirst()
                .orElse(failed.get(0));
        return String.valueOf(first.code()).contains(UNKNOWN_RECEIPT)
                ? "the queue no longer knows these receipts (" + UNKNOWN_RECEIPT + "). It was purged, or other"
                        + " workers have received the messages again; repeating them changes nothing"
                : Sending.why(first) + "; they return to the queue, and repeating them changes nothing";
    }

    private static List<String> stillToDelete(List<String> handles, List<BatchResultErrorEntry> failed) {
        Set<String> again = failed.stream()
                .filter(entry -> !Boolean.TRUE.equals(entry.senderFault()))
                .map(BatchResultErrorEntry::id)
                .collect(Collectors.toSet());
        return IntStream.range(0, handles.size())
                .filter(i -> again.contains(Integer.toString(i)))
                .mapToObj(handles::get)
                .toList();
    }

    /** Deletes queued messages and ends; messages that aren't deleted in time return. */
    @Override
    public void close() throws InterruptedException {
        if (!deleter.isAlive()) {
            return;
        }
        long until = System.nanoTime() + LONGEST_END.toNanos();
        if (waiting.end(LONGEST_END)) {
            deleter.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
        }
        if (deleter.isAlive()) {
            LOG.warn(
                    "the queue doesn't answer in time: messages that are done couldn't be deleted and return to the queue");
            deleter.interrupt();
        }
    }
}
