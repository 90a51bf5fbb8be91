package dev.caravan.local;

import java.util.Locale;
import java.util.Map;

/** The checksum that a request declares for its body. The value is null if it follows in a trailer. */
record ExpectedChecksum(ChecksumAlgorithm algorithm, String value) {
    private static final String PREFIX = "x-amz-checksum-";

    /** Returns the declared checksum; null if the request has none. */
    static ExpectedChecksum of(HttpRequest request) {
        ExpectedChecksum found = null;
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            String value = request.header(algorithm.header());
            if (value != null) {
                if (found != null) {
                    throw S3Error.invalidRequest(
                            "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
                }
                found = new ExpectedChecksum(algorithm, wellFormed(algorithm, value));
            }
        }
        String trailer = request.header("x-amz-trailer");
        if (trailer != null && trailer.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
            if (found != null) {
                throw S3Error.invalidRequest(
                        "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
            }
            found = new ExpectedChecksum(ChecksumAlgorithm.named(trailer.substring(PREFIX.length())), null);
        }
        if (found == null && request.header("x-amz-sdk-checksum-algorithm") != null) {
            throw S3Error.invalidRequest("x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-*"
                    + " or x-amz-trailer headers were found.");
        }
        return found;
    }

    static String wellFormed(ChecksumAlgorithm algorithm, String value) {
        if (!algorithm.isWellFormed(value)) {
            throw S3Error.invalidRequest("Value for " + algorithm.header() + " header is invalid.");
        }
        return value;
    }

    /** Verifies the checksum after the body and its trailers have been read, and returns the checksum to keep. */
    Checksum verify(String computed, Map<String, String> trailers) {
        String expected = value;
        if (expected == null) {
            String trailer = trailers.get(algorithm.header());
            if (trailer == null) {
                throw S3Error.badRequest(
                        "MalformedTrailerError",
                        "The request contained trailing data that was not"
                                + " well-formed or did not conform to our published schema.");
            }
            expected = wellFormed(algorithm, trailer);
        }
        if (!expected.equals(computed)) {
            throw S3Error.badRequest(
                    "BadDigest", "The " + algorithm.name() + " you specified did not match the calculated checksum.");
        }
        return new Checksum(algorithm, computed, false);
    }
}
