package dev.caravan.store;

import java.util.Objects;

/**
 * Asks for an object's bytes.
 *
 * @param key the object's key
 * @param range the bytes wanted; null for the whole object
 * @param ifMatch the ETag, unquoted, that the object must still have; empty, as which null counts, where any will do
 * @param size the size of the whole object in bytes, as a listing or an event announced it; negative where it isn't known. It counts
 *     only where the answer doesn't tell a length: the body must then have exactly this size.
 * @param versionId the version wanted; empty for the current one
 */
public record GetRequest(String key, ByteRange range, String ifMatch, long size, String versionId) {

    public GetRequest {
        ifMatch = Objects.requireNonNullElse(ifMatch, "");
    }

    /** Asks for the current version. */
    public GetRequest(String key, ByteRange range, String ifMatch, long size) {
        this(key, range, ifMatch, size, "");
    }

    /** Asks for an object whose size isn't known. */
    public GetRequest(String key, ByteRange range, String ifMatch) {
        this(key, range, ifMatch, -1);
    }
}
