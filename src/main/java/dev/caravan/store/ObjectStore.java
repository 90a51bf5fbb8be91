package dev.caravan.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A bucket to read from. Implementations are thread-safe and make exactly one attempt for each call: only the caller
 * knows whether a repetition is possible, for example whether a stream is spent. Keys are passed byte for byte, without
 * normalization or path rules. Every call throws a {@link StoreException} whose class says what the failure means.
 *
 * <p>Only the store itself can prove an object gone. {@link #head} and {@link #get} throw {@link GoneException} if the
 * answer has the store's own code (S3, OSS and COS: {@code NoSuchKey} or {@code NoSuchVersion}; Kodo: status 612), or
 * if it is a 404 without the code and a second look proves it. After a HEAD, whose answer has no body and so no code,
 * this is a GET of one byte; after a GET, a listing of the key. Without a proof the call throws
 * {@link NotFoundException}. Existing objects cost no second look.
 */
public interface ObjectStore extends AutoCloseable {

    /** Returns the store's name for messages, for example {@code s3://bucket}, without secrets. */
    String name();

    /**
     * Returns one page of the listing in the store's order, which callers check to be ascending in UTF-8 bytes. A page
     * may be empty and have a next one.
     */
    ObjectPage list(ListRequest request);

    /** Returns the object's properties; throws {@link GoneException} if it is proved missing. */
    ObjectInfo head(String key);

    /** Returns {@link #head}, or null if the object is proved missing. */
    default ObjectInfo find(String key) {
        try {
            return head(key);
        } catch (GoneException e) {
            return null;
        }
    }

    /**
     * Returns the object's properties with all that a copy keeps, which may take one more request than {@link #head}.
     * {@link #get} of a whole object returns the same.
     */
    default ObjectInfo describe(String key) {
        return head(key);
    }

    /** Returns {@link #head} of a version; empty for the current one. */
    default ObjectInfo head(String key, String versionId) {
        if (versionId.isEmpty()) {
            return head(key);
        }
        throw unversioned();
    }

    /** Returns {@link #describe} of a version; empty for the current one. */
    default ObjectInfo describe(String key, String versionId) {
        if (versionId.isEmpty()) {
            return describe(key);
        }
        throw unversioned();
    }

    /** Returns one page of versions and delete markers. */
    default VersionPage versions(VersionRequest request) {
        throw unversioned();
    }

    private UnsupportedOperationException unversioned() {
        return new UnsupportedOperationException(name() + ": versions aren't read");
    }

    /**
     * Returns the object's bytes or a range as a live stream, which the caller closes. Throws {@link ChangedException}
     * if the ETag differs from {@link GetRequest#ifMatch()} (RFC 9110, 13.1.1), and {@link GoneException} if the object
     * is proved missing.
     */
    ObjectContent get(GetRequest request);

    /** Checks that the bucket exists and can be listed; throws {@link StoreException} if not. */
    void check();

    /** Returns the delay in nanoseconds between two requests that throttling enforces now; 0 without throttling. */
    default long backOffNanos() {
        return 0;
    }

    /** Returns how many requests the store has refused so far because of their rate. */
    default long refusals() {
        return 0;
    }

    default long requests() {
        return 0;
    }

    /**
     * Returns the store's time in seconds from the answer to an unsigned request, to check this machine's clock; empty
     * if absent.
     */
    default Optional<Instant> time() {
        return Optional.empty();
    }

    /** Returns the address and proxy of requests, for messages; empty if not yet known. */
    default String way() {
        return "";
    }

    @Override
    void close();
}
