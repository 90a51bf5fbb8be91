package dev.caravan.store;

import java.util.Objects;

/**
 * An object for a copy by the same service.
 *
 * @param ifMatch the required ETag without quotes; empty or null for any
 * @param requesterPays whether the sender pays for reading it
 * @param traits storage properties of the copy
 */
public record CopySource(String bucket, String key, String ifMatch, boolean requesterPays, StorageTraits traits) {

    public CopySource {
        ifMatch = Objects.requireNonNullElse(ifMatch, "");
    }

    /** Creates a source whose copy has the destination's default storage properties. */
    public CopySource(String bucket, String key, String ifMatch, boolean requesterPays) {
        this(bucket, key, ifMatch, requesterPays, StorageTraits.NONE);
    }
}
