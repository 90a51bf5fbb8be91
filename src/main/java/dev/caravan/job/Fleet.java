package dev.caravan.job;

import java.time.Duration;

/**
 * What the processes of a fleet share.
 *
 * @param queue the queue's name or URL; empty where there is no fleet
 * @param table the name of the records' table; empty where there is no fleet
 * @param partsTable the name of the table of giant objects' parts; empty where none are split over workers
 * @param stateMachine the ARN of the state machine that watches over giant objects; empty where none are split
 * @param schedule when the finder compares, a Quartz expression; empty for once, now
 * @param whenBusy what the finder does where messages still wait
 * @param visibilityTimeout how long a message that was received stays hidden from others, 10 s to 12 h
 * @param stopTimeout how long a worker that is told to stop goes on with what it has begun
 * @param watchesInstance whether a worker watches its machine's own metadata for notices that it is taken away
 */
public record Fleet(
        String queue,
        String table,
        String partsTable,
        String stateMachine,
        String schedule,
        WhenBusy whenBusy,
        Duration visibilityTimeout,
        Duration stopTimeout,
        boolean watchesInstance) {

    /** Whether one giant object is split over all workers. */
    public boolean splitsGiants() {
        return !partsTable.isEmpty() && !stateMachine.isEmpty();
    }
}
