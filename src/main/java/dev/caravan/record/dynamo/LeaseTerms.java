package dev.caravan.record.dynamo;

import java.time.Duration;

/**
 * How long a lease holds.
 *
 * @param held so long after it was taken or renewed it ends by itself, and others may take it
 * @param renewal it is renewed so often, a fraction of {@code held}
 */
public record LeaseTerms(Duration held, Duration renewal) {

    /** A finder that was killed keeps others away for a minute at most; two renewals in a row may fail. */
    public static final LeaseTerms FINDER = new LeaseTerms(Duration.ofSeconds(60), Duration.ofSeconds(20));

    /**
     * The holder gives up so long after its last renewal, by its own clock: earlier than others may take the lease by theirs, by as
     * much as clocks may differ.
     */
    Duration usable() {
        return held.minus(held.dividedBy(6));
    }
}
