package dev.caravan.store;

import java.util.Objects;

/**
 * An object of the same service, to be copied by the service.
 *
 * @param bucket where it is
 * @param key the object's key
 * @param ifMatch the ETag, unquoted, that it must still have; empty, as which null counts, where any will do
 * @param requesterPays whether the request says that its sender pays for reading it
 * @param traits what a copy of the whole object gets of the way in which it is stored
 */
public record CopySource(String bucket, String key, String ifMatch, boolean requesterPays, StorageTraits traits) {

    public CopySource {
        ifMatch = Objects.requireNonNullElse(ifMatch, "");
    }

    /** An object whose copy is stored as is usual at the destination. */
    public CopySource(String bucket, String key, String ifMatch, boolean requesterPays) {
        this(bucket, key, ifMatch, requesterPays, StorageTraits.NONE);
    }
}
