package dev.caravan.record.dynamo;

import java.time.Duration;
import java.util.Map;

/**
 * The times of a lease.
 *
 * @param held time after which it expires without renewal
 * @param renewal interval of renewals, a fraction of {@code held}
 */
public record LeaseTerms(Duration held, Duration renewal) {

    /** A killed finder blocks others for a minute at most; two renewals in a row may fail. */
    public static final LeaseTerms FINDER = new LeaseTerms(Duration.ofSeconds(60), Duration.ofSeconds(20));

    /** A worker that was killed keeps others away from the versions of a key for two minutes at most. */
    public static final LeaseTerms HISTORY = new LeaseTerms(Duration.ofMinutes(2), Duration.ofSeconds(20));

    /** Returns these terms, or those of properties by which a test has a lease end sooner, in milliseconds. */
    public LeaseTerms or(Map<String, String> systemProperties) {
        return new LeaseTerms(
                time(systemProperties, "caravan.lease.held", held),
                time(systemProperties, "caravan.lease.renewal", renewal));
    }

    private static Duration time(Map<String, String> properties, String name, Duration byDefault) {
        String millis = properties.getOrDefault(name, "");
        return millis.isEmpty() ? byDefault : Duration.ofMillis(Long.parseLong(millis));
    }

    /**
     * Returns the time after its last renewal at which the holder gives up, earlier than {@code held} by the allowed
     * clock difference.
     */
    public Duration usable() {
        return held.minus(held.dividedBy(6));
    }
}
