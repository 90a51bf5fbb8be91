package dev.caravan.queue;

import dev.caravan.aws.ControlPlaneProblem;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * The receiving route's client. It requests no more messages than there are free slots, and survives failures of the
 * service. It has no other operations, so the route can't change or delete the queue.
 */
final class ReceivingClient implements SqsClient {

    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan.worker");
    private static final ReceiveMessageResponse NOTHING =
            ReceiveMessageResponse.builder().build();
    private static final long LONGEST_PAUSE_MS = 30_000;

    private final SqsClient client;
    private final FreeSlots slots;
    private final AtomicInteger coming = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();

    ReceivingClient(SqsClient client, FreeSlots slots) {
        this.client = client;
        this.slots = slots;
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        coming.incrementAndGet();
        int taken = 0;
        int used = 0;
        try {
            taken = slots.take(request.maxNumberOfMessages());
            if (taken == 0) {
                return NOTHING;
            }
            ReceiveMessageResponse response = client.receiveMessage(
                    request.toBuilder().maxNumberOfMessages(taken).build());
            // Messages beyond the requested number have no slot: they return to the queue.
            used = Math.min(taken, response.messages().size());
            coming.addAndGet(used);
            failures.set(0);
            return response.toBuilder()
                    .messages(response.messages().subList(0, used))
                    .build();
        } catch (RuntimeException e) {
            pause(e);
            return NOTHING;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOTHING;
        } finally {
            slots.giveBack(taken - used);
            if (taken > 0 && used == 0) {
                slots.fuse().untried();
            }
            coming.decrementAndGet();
        }
    }

    /** Waits for a growing time after a failure of the service. */
    private void pause(RuntimeException failure) {
        int count = failures.incrementAndGet();
        if (slots.isClosed()) {
            return;
        }
        long pause = Math.min(LONGEST_PAUSE_MS, 500L << Math.min(count - 1, 6));
        LOG.warn(
                "the queue can't be read, the next attempt is in {} ms: {}", pause, ControlPlaneProblem.words(failure));
        try {
            for (long left = pause; left > 0 && !slots.isClosed(); left -= 100) {
                TimeUnit.MILLISECONDS.sleep(Math.min(left, 100));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Counts a message that has reached the route. */
    void arrived() {
        coming.decrementAndGet();
    }

    /** Returns whether messages may still reach the route from an open request or its answer. */
    boolean expectsMore() {
        return coming.get() > 0;
    }

    @Override
    public String serviceName() {
        return client.serviceName();
    }

    @Override
    public void close() {
        // The client belongs to the caller.
    }
}
