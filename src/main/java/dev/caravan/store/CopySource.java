package dev.caravan.store;

/**
 * An object of the same service, to be copied by the service.
 *
 * @param bucket where it is
 * @param key the object's key
 * @param ifMatch the ETag, unquoted, that it must still have; null or empty where any will do
 * @param requesterPays whether the request says that its sender pays for reading it
 */
public record CopySource(String bucket, String key, String ifMatch, boolean requesterPays) {

    /** A source that its owner pays for. */
    public CopySource(String bucket, String key, String ifMatch) {
        this(bucket, key, ifMatch, false);
    }
}
