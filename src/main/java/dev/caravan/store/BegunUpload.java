package dev.caravan.store;

import java.time.Instant;

/**
 * A multipart upload as a store lists it. Anybody may have begun it.
 *
 * @param uploadId its ID
 * @param initiated when it was begun, by the store's clock
 */
public record BegunUpload(String uploadId, Instant initiated) {}
