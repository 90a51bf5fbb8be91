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

    /**
     * Returns an object's properties; throws {@link GoneException} if it is proved missing.
     *
     * @param versionId wanted version; empty for the current one
     * @param complete whether to return all that a copy keeps, as {@link #get} of a whole object does; otherwise without
     *     tags and grants, which take further requests
     */
    ObjectInfo head(String key, String versionId, boolean complete);

    /** Returns the properties of the current version. */
    default ObjectInfo head(String key) {
        return head(key, "", false);
    }

    /** Returns the properties of a version; empty for the current one. */
    default ObjectInfo head(String key, String versionId) {
        return head(key, versionId, false);
    }

    /** Returns the properties of the current version, or null if the object is proved missing. */
    default ObjectInfo find(String key) {
        try {
            return head(key);
        } catch (GoneException e) {
            return null;
        }
    }

    /** Returns one page of versions and delete markers. */
    default VersionPage versions(VersionRequest request) {
        throw new UnsupportedOperationException(name() + ": versions aren't read");
    }

    /**
     * Returns the object's bytes or a range as a live stream, which the caller closes. Throws {@link ChangedException}
     * if the ETag differs from {@link GetRequest#ifMatch()} (RFC 9110, 13.1.1), and {@link GoneException} if the object
     * is proved missing.
     */
    ObjectContent get(GetRequest request);

    /** Checks that the bucket exists and can be listed; throws {@link StoreException} if not. */
    void check();

    /** Returns the pace of the requests to this store. */
    default AdaptivePace pace() {
        return AdaptivePace.UNUSED;
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
