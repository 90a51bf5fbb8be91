package dev.caravan.store;

import java.util.Objects;

/**
 * Requests an object's bytes.
 *
 * @param key the object's key
 * @param range wanted bytes; null for the whole object
 * @param ifMatch required ETag without quotes; empty or null for any
 * @param size size in bytes of the whole object with the required ETag; negative if unknown. Without a required ETag it
 *     is used only for an answer without a length, whose body must then have exactly this size.
 * @param versionId wanted version; empty for the current one
 */
public record GetRequest(String key, ByteRange range, String ifMatch, long size, String versionId) {

    public GetRequest {
        ifMatch = Objects.requireNonNullElse(ifMatch, "");
    }

    public GetRequest(String key, ByteRange range, String ifMatch, long size) {
        this(key, range, ifMatch, size, "");
    }

    public GetRequest(String key, ByteRange range, String ifMatch) {
        this(key, range, ifMatch, -1);
    }
}
