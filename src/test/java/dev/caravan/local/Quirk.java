package dev.caravan.local;

import java.util.Map;

/** Differences of some S3-compatible stores from Amazon S3 when content is written. */
public enum Quirk {
    /** A body in chunks is stored with its framing. Checksums are ignored. */
    KEEPS_FRAMING,
    /** Checksums are neither verified nor confirmed. */
    CONFIRMS_NOTHING,
    /** Every request with content needs a Content-MD5 or a checksum, as in a bucket with a default retention. */
    LOCKED,
    /** Requests that name a checksum are refused. */
    REFUSES_CHECKSUMS,
    /** Content-MD5 is not verified. */
    IGNORES_MD5,
    /** The answer to a PUT has no ETag. */
    TELLS_NO_ETAG,
    /** ETags look like MD5s and are other hashes, without a word about encryption. */
    HASHES_OTHERWISE,
    /** A page of a listing has 100 keys at most, however many were asked for. */
    SHORT_PAGES,
    /** Objects aren't encrypted with a customer's key, whatever a request says. */
    IGNORES_CUSTOMER_KEYS;

    private static final String CHECKSUM = "x-amz-checksum-";

    /** Refuses what the bucket's store does not take. */
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

    /** Whether checksums mean nothing to the bucket's store. */
    static boolean ignoresChecksums(Bucket bucket) {
        return bucket.has(KEEPS_FRAMING) || bucket.has(CONFIRMS_NOTHING);
    }
}
