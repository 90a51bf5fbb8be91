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
 * The status of a fleet by its records.
 *
 * @param table name of the records' table
 * @param overview its content
 * @param queue between finder and workers
 * @param oldest age of its oldest message
 * @param deadLetters its dead-letter queue
 */
public record FleetStatus(
        String table, Overview overview, QueueDepth queue, OldestMessage oldest, DeadLetters deadLetters) {

    /**
     * A dead-letter queue.
     *
     * @param queue null if there is none or it can't be read
     * @param unknown why it can't be read, in one line; else empty
     */
    public record DeadLetters(QueueDepth queue, String unknown) {}

    /** Reads the status. Optional parts may be missing. */
    public static FleetStatus read(ControlPlane services, FleetNames names)
            throws ControlPlaneException, InterruptedException {
        // The queue first: a wrong name is reported before the whole table is read.
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
