package dev.caravan.job;

import java.time.Duration;

/**
 * The options that a fleet's processes share.
 *
 * @param queue name or URL; empty without a fleet
 * @param table name of the records' table; empty without a fleet
 * @param partsTable name of the table of parts; empty if none are split over workers
 * @param stateMachine ARN of the state machine for giant objects; empty if none are split
 * @param schedule Quartz expression for the finder; empty for once, now
 * @param whenBusy the finder's action if messages still wait
 * @param visibilityTimeout how long a received message stays hidden, 10 s to 12 h
 * @param stopTimeout how long a stopping worker continues its work
 * @param watchesInstance whether a worker polls its machine's metadata for its end
 * @param mailTopic ARN of the topic for the finder's mails; empty for none
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
        boolean watchesInstance,
        String mailTopic) {

    public boolean splitsGiants() {
        return !partsTable.isEmpty() && !stateMachine.isEmpty();
    }
}
