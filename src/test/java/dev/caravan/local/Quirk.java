package dev.caravan.local;

import java.util.Map;

/** Ways in which some S3-compatible stores differ from Amazon S3. */
public enum Quirk {
    /** The store keeps the chunk framing of a body in chunks as content. It ignores checksums. */
    KEEPS_FRAMING,
    /** The store removes the chunk framing of a body, and keeps its name as an encoding of the object (Ceph 18). */
    KEEPS_ENCODING,
    /** The store neither verifies nor confirms checksums. */
    CONFIRMS_NOTHING,
    /** The store ignores the checksum of a request that doesn't name its algorithm in a further header. */
    NEEDS_ALGORITHM,
    /**
     * The store requires a Content-MD5 or a checksum for every request with content, as in a bucket with a default
     * retention.
     */
    LOCKED,
    /** The store rejects requests with a checksum. */
    REFUSES_CHECKSUMS,
    /** The store doesn't verify Content-MD5. */
    IGNORES_MD5,
    /** The response to a PUT has no ETag. */
    TELLS_NO_ETAG,
    /** ETags look like MD5s and are other hashes. No header says that the object is encrypted. */
    HASHES_OTHERWISE,
    /** A page of a listing has at most 100 keys, whatever number the client requests. */
    SHORT_PAGES,
    /** The store ignores customer keys and doesn't encrypt the object. */
    IGNORES_CUSTOMER_KEYS,
    /** The response to GET has no user metadata, that to HEAD has it (Apache Ozone). */
    GETS_NO_USER_METADATA,
    /** The store copies the current version of an object, whatever ETag the request requires (Ceph). */
    COPIES_ANY_VERSION,
    /** The response to GET and HEAD doesn't have the number of tags. */
    COUNTS_NO_TAGS,
    /** The store ignores tags and Object Lock of an upload in parts (Ceph). */
    FORGETS_TRAITS_OF_UPLOADS;

    private static final String CHECKSUM = "x-amz-checksum-";

    /** Rejects a request that the bucket's store doesn't support. */
    static void check(Exchange exchange, Bucket bucket) {
        Map<String, String> headers = exchange.http().headers();
        String checksum = headers.keySet().stream()
                .filter(name -> name.equals("x-amz-trailer") || name.startsWith(CHECKSUM))
                .findFirst()
                .orElse(null);
        if (checksum != null && bucket.has(REFUSES_CHECKSUMS)) {
            throw S3Error.badRequest(
                    "InvalidArgument", "Unsupported header '" + checksum + "' received for this API call.");
        }
        boolean hasContent = exchange.operation() == Operation.PUT || exchange.operation() == Operation.UPLOAD_PART;
        if (hasContent && bucket.has(LOCKED) && checksum == null && !headers.containsKey("content-md5")) {
            throw S3Error.invalidRequest("Content-MD5 OR x-amz-checksum- HTTP header is required for Put "
                    + (exchange.operation() == Operation.PUT ? "Object" : "Part")
                    + " requests with Object Lock parameters");
        }
    }

    /** Returns whether the bucket's store ignores checksums. */
    static boolean ignoresChecksums(Bucket bucket) {
        return bucket.has(KEEPS_FRAMING) || bucket.has(CONFIRMS_NOTHING);
    }

    /** Returns whether the bucket's store ignores the checksum of the request's content. */
    static boolean ignoresChecksum(Exchange exchange, Bucket bucket) {
        return ignoresChecksums(bucket)
                || (bucket.has(NEEDS_ALGORITHM) && exchange.header("x-amz-sdk-checksum-algorithm") == null);
    }
}
