package dev.caravan.store;

import java.time.Instant;

/** A multipart upload in a store's listing, begun by any client; {@code initiated} is by the store's clock. */
public record BegunUpload(String uploadId, Instant initiated) {}
