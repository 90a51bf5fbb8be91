package dev.caravan.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;

/**
 * Keeps the messages that are with this worker hidden from others: from their receipt on, and for as long as they are here. Most are done
 * long before that costs a request.
 */
final class Visibility implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");

    /** As many as Amazon SQS takes in one request. */
    private static final int BATCH = 10;

    private final SqsClient client;
    private final String queueUrl;
    private final Duration timeout;
    private final Set<Receipt> held = ConcurrentHashMap.newKeySet();
    private final Thread heart = new Thread(this::beat, "caravan-heartbeat");

    Visibility(SqsClient client, String queueUrl, Duration timeout) {
        this.client = client;
        this.queueUrl = queueUrl;
        this.timeout = timeout;
        heart.setDaemon(true);
    }

    void start() {
        heart.start();
    }

    void hold(Receipt receipt) {
        held.add(receipt);
    }

    /** It needn't be hidden any more: it is to be deleted. */
    void letGo(Receipt receipt) {
        held.remove(receipt);
    }

    int held() {
        return held.size();
    }

    /**
     * Lets a message come back.
     *
     * @param seconds from now on, 0 to 43,200
     */
    void comeBack(Receipt receipt, int seconds) {
        comeBack(List.of(receipt), seconds);
    }

    /** Lets all messages that are still here come back at once. */
    void giveBackAll() {
        List<Receipt> all = List.copyOf(held);
        for (int i = 0; i < all.size(); i += BATCH) {
            comeBack(all.subList(i, Math.min(i + BATCH, all.size())), 0);
        }
    }

    /** Under the same lock as the heartbeat, which would otherwise hide a message again that has just been given back. */
    private synchronized void comeBack(List<Receipt> receipts, int seconds) {
        receipts.forEach(held::remove);
        try {
            change(receipts, seconds);
        } catch (SdkException e) {
            LOG.warn("{} messages come back later than they should: {}", receipts.size(), e.getMessage());
        }
    }

    private void beat() {
        long interval = timeout.toNanos() / 3;
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(interval / 2);
                List<Receipt> due = new ArrayList<>();
                long now = System.nanoTime();
                held.stream()
                        .filter(receipt -> now - receipt.renewed() > interval)
                        .forEach(due::add);
                for (int i = 0; i < due.size(); i += BATCH) {
                    renew(due.subList(i, Math.min(i + BATCH, due.size())));
                }
            }
        } catch (InterruptedException e) {
            // Closed.
            return;
        }
    }

    private synchronized void renew(List<Receipt> due) {
        List<Receipt> receipts = due.stream().filter(held::contains).toList();
        if (receipts.isEmpty()) {
            return;
        }
        try {
            change(receipts, (int) timeout.toSeconds());
            receipts.forEach(Receipt::markRenewed);
        } catch (SdkException e) {
            // Tried again with the next beat; there are several before the time is out.
            LOG.warn("the visibility timeout of {} messages couldn't be renewed: {}", receipts.size(), e.getMessage());
        }
    }

    private void change(List<Receipt> receipts, int seconds) {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>(receipts.size());
        for (Receipt receipt : receipts) {
            entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(receipt.handle())
                    .visibilityTimeout(seconds)
                    .build());
        }
        for (BatchResultErrorEntry failed : client.changeMessageVisibilityBatch(
                        request -> request.queueUrl(queueUrl).entries(entries))
                .failed()) {
            // Its time was out, and it may be with another worker by now: the records keep the two apart.
            LOG.warn("a message is not ours to hide any more: {} {}", failed.code(), failed.message());
        }
    }

    @Override
    public void close() {
        heart.interrupt();
    }
}
