package dev.caravan.fleet;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.job.FleetNames;
import dev.caravan.queue.OldestMessage;
import dev.caravan.queue.QueueDepth;
import dev.caravan.record.dynamo.Overview;
import dev.caravan.record.dynamo.StatusScan;
import java.time.Instant;

/**
 * What a fleet is doing.
 *
 * @param table the name of the records' table
 * @param overview what it says
 * @param queue the queue between finder and workers
 * @param oldest how long its oldest message has been there
 * @param deadLetters its dead-letter queue
 */
public record FleetStatus(
        String table, Overview overview, QueueDepth queue, OldestMessage oldest, DeadLetters deadLetters) {

    /**
     * A dead-letter queue, as far as there is one.
     *
     * @param queue null where there is none, or where it can't be asked
     * @param unknown why it can't be asked, in one line; else empty
     */
    public record DeadLetters(QueueDepth queue, String unknown) {}

    /** Asks for it. What doesn't tell about the job itself may be missing in the answer. */
    public static FleetStatus read(ControlPlane services, FleetNames names)
            throws ControlPlaneException, InterruptedException {
        // The queue first: a wrong name is told before the whole table is read.
        QueueDepth queue = QueueDepth.of(services.sqs(), names.queue());
        DeadLetters deadLetters = deadLetters(services, queue);
        OldestMessage oldest = OldestMessage.of(services::cloudWatch, queue.name(), Instant.now());
        Overview overview = new StatusScan(services.dynamoDb(), names.table()).overview(Instant.now());
        return new FleetStatus(names.table(), overview, queue, oldest, deadLetters);
    }

    private static DeadLetters deadLetters(ControlPlane services, QueueDepth queue) {
        if (queue.deadLetters().isEmpty()) {
            return new DeadLetters(null, "");
        }
        try {
            return new DeadLetters(queue.ofDeadLetters(services.sqs()), "");
        } catch (ControlPlaneException e) {
            return new DeadLetters(null, e.getMessage());
        }
    }
}
