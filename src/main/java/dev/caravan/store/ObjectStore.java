package dev.caravan.store;

import java.time.Instant;
import java.util.Optional;

/**
 * One bucket to read from. Implementations are safe for use by many threads at once and make exactly one attempt a call:
 * repeating is the caller's decision, because only the caller knows whether a stream is spent.
 *
 * <p>Keys are passed byte for byte: never normalised, folded, trimmed or treated as paths. Every call throws a {@link
 * StoreException}, which says by its class what the failure means.
 *
 * <p>Only the store itself can say that an object is gone. {@link #head} and {@link #get} throw {@link GoneException} in two cases:
 * the answer has the store's own code for a missing object (S3, OSS and COS: {@code NoSuchKey} or {@code NoSuchVersion}; Kodo: status
 * 612), or the answer is 404 without that code and a second look proves it. The second look after a HEAD, whose answer has no body
 * and so no code, is a GET of one byte. The second look after a GET is a listing of the key: its document is the store's own. If
 * neither proves it, the call throws {@link NotFoundException}, which is no statement about the object. A second look costs no
 * request while objects are found.
 */
public interface ObjectStore extends AutoCloseable {

    /** What people call this store in messages, for example {@code s3://bucket}; never holds a secret. */
    String name();

    /**
     * One page of the listing, in the store's order, which callers check to be ascending in the keys' UTF-8 bytes. A page
     * may be empty and still have a next one.
     */
    ObjectPage list(ListRequest request);

    /** The object's properties; {@link GoneException} when the store proves that there is no such object. */
    ObjectInfo head(String key);

    /**
     * The object's properties, with everything that a copy of it keeps. That may take a request more than {@link #head}; {@link #get} of a
     * whole object tells the same.
     */
    default ObjectInfo describe(String key) {
        return head(key);
    }

    /** {@link #head} of one version; of the current one for an empty ID. */
    default ObjectInfo head(String key, String versionId) {
        if (versionId.isEmpty()) {
            return head(key);
        }
        throw unversioned();
    }

    /** {@link #describe} of one version; of the current one for an empty ID. */
    default ObjectInfo describe(String key, String versionId) {
        if (versionId.isEmpty()) {
            return describe(key);
        }
        throw unversioned();
    }

    /** One page of the listing of versions and delete markers. */
    default VersionPage versions(VersionRequest request) {
        throw unversioned();
    }

    private UnsupportedOperationException unversioned() {
        return new UnsupportedOperationException(name() + ": versions aren't read");
    }

    /**
     * The object's bytes, or a range of them, as a live stream that the caller closes. With {@link GetRequest#ifMatch()} it
     * throws {@link ChangedException} when the object now has another ETag (RFC 9110, 13.1.1), and {@link GoneException} when the
     * store proves that there is no such object.
     */
    ObjectContent get(GetRequest request);

    /** Checks that the bucket is there and may be listed: throws a {@link StoreException} that says what is wrong. */
    void check();

    /** The gap in nanoseconds that the store's throttling enforces between two requests at present; 0 while it doesn't throttle. */
    default long backOffNanos() {
        return 0;
    }

    /** Returns how many requests the store has refused so far because there were too many. */
    default long refusals() {
        return 0;
    }

    /** Returns how many requests were sent to the store so far. */
    default long requests() {
        return 0;
    }

    /**
     * What time it is for the store, to the second, by the head of an answer to a request without a signature; empty where it
     * doesn't say. For who wants to know whether this machine's clock is right.
     */
    default Optional<Instant> time() {
        return Optional.empty();
    }

    /** Returns where requests go, and through which proxy, for people; empty where that isn't known yet. */
    default String way() {
        return "";
    }

    @Override
    void close();
}
