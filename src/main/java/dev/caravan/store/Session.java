package dev.caravan.store;

import dev.caravan.job.Credentials;
import java.time.Instant;

/** An access key and its expiry, null if unknown. */
public record Session(Credentials credentials, Instant end) {}
