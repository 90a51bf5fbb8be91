package dev.caravan.store;

import java.util.Objects;

/**
 * An object of the same service, to be copied by the service.
 *
 * @param bucket where it is
 * @param key the object's key
 * @param ifMatch the ETag, unquoted, that it must still have; empty, as which null counts, where any will do
 * @param requesterPays whether the request says that its sender pays for reading it
 */
public record CopySource(String bucket, String key, String ifMatch, boolean requesterPays) {

    public CopySource {
        ifMatch = Objects.requireNonNullElse(ifMatch, "");
    }
}
