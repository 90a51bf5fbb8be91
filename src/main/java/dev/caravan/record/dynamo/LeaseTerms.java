package dev.caravan.record.dynamo;

import java.time.Duration;

/**
 * The times of a lease.
 *
 * @param held time after which it expires without renewal
 * @param renewal interval of renewals, a fraction of {@code held}
 */
public record LeaseTerms(Duration held, Duration renewal) {

    /** A killed finder blocks others for a minute at most; two renewals in a row may fail. */
    public static final LeaseTerms FINDER = new LeaseTerms(Duration.ofSeconds(60), Duration.ofSeconds(20));

    /**
     * Returns the time after its last renewal at which the holder gives up, earlier than {@code held} by the allowed
     * clock difference.
     */
    Duration usable() {
        return held.minus(held.dividedBy(6));
    }
}
