package dev.caravan.store;

import dev.caravan.job.Credentials;
import java.time.Instant;

/**
 * An access key and the time until which it is valid.
 *
 * @param end when the key expires; null where that is not known
 */
public record Session(Credentials credentials, Instant end) {}
