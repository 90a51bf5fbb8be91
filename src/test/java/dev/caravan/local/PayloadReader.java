package dev.caravan.local;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/** Receives the body of a request. Verifies it against the headers of the request before any byte is used. */
final class PayloadReader {
    /** The largest body of one PUT, in bytes. */
    static final long LARGEST = 5L << 30;

    private static final int LARGEST_DOCUMENT = 4 << 20;
    private static final String STREAMING = "STREAMING-";

    private final HttpRequest request;
    private final long length;
    private final String sha256;
    private final byte[] contentMd5;
    private final ExpectedChecksum expected;
    private final InputStream in;
    private final AwsChunkedInput chunked;

    private MessageDigest md5;
    private MessageDigest sha;
    private RunningChecksum checksum;
    private CRC32C crc32c;

    /** @param bucket null if the body is an XML document */
    private PayloadReader(Exchange exchange, Bucket bucket) throws IOException {
        request = exchange.http();
        boolean framed = bucket != null && bucket.has(Quirk.KEEPS_FRAMING);
        boolean lax = bucket != null && bucket.has(Quirk.IGNORES_MD5);
        String hash = request.header("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
        sha256 = framed && hash.startsWith(STREAMING) ? "UNSIGNED-PAYLOAD" : hash;
        contentMd5 = lax ? null : contentMd5(request.header("content-md5"));
        // The checksum in a CompleteMultipartUpload request is that of the object, not of the body.
        boolean ofBody = exchange.operation() != Operation.COMPLETE
                && !(bucket != null && Quirk.ignoresChecksum(exchange, bucket));
        expected = ofBody ? ExpectedChecksum.of(request) : null;
        length = length(request, sha256.startsWith(STREAMING));
        if (length > LARGEST) {
            throw S3Error.badRequest("EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size.")
                    .detail("ProposedSize", Long.toString(length))
                    .detail("MaxSizeAllowed", Long.toString(LARGEST));
        }
        chunked =
                sha256.startsWith(STREAMING) ? new AwsChunkedInput(request.body(), signatures(exchange, sha256)) : null;
        in = chunked != null ? chunked : request.body();
    }

    /** Reads the body of an object or a part. */
    static Payload receive(Exchange exchange, Bucket bucket) throws IOException {
        return new PayloadReader(exchange, bucket).read(bucket.isDigestOnly(), !bucket.isKmsEncrypted());
    }

    /** Reads a body that is an XML document. */
    static byte[] document(Exchange exchange) throws IOException {
        PayloadReader reader = new PayloadReader(exchange, null);
        if (reader.length > LARGEST_DOCUMENT) {
            throw S3Error.badRequest("MaxMessageLengthExceeded", "Your request was too big.");
        }
        return reader.read(false, false).content().bytes();
    }

    private static long length(HttpRequest request, boolean streaming) {
        if (!streaming) {
            if (request.isChunked()) {
                throw S3Error.notImplemented("Transfer-Encoding");
            }
            if (request.contentLength() >= 0) {
                return request.contentLength();
            }
        } else if (request.header("x-amz-decoded-content-length") != null) {
            try {
                return Long.parseLong(request.header("x-amz-decoded-content-length"));
            } catch (NumberFormatException e) {
                throw S3Error.badRequest("InvalidArgument", "x-amz-decoded-content-length is no number");
            }
        }
        throw new S3Error(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
    }

    private static ChunkSignatures signatures(Exchange exchange, String mode) {
        return switch (mode) {
            case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> null;
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" -> {
                if (exchange.identity() == null) {
                    throw S3Error.accessDenied();
                }
                yield exchange.identity().chunkSignatures();
            }
            default -> throw S3Error.notImplemented("x-amz-content-sha256: " + mode);
        };
    }

    private static byte[] contentMd5(String header) {
        if (header == null) {
            return null;
        }
        try {
            byte[] md5 = Base64.getDecoder().decode(header);
            if (md5.length == 16) {
                return md5;
            }
        } catch (IllegalArgumentException e) {
            // Returns the same error as for a value of the wrong length.
        }
        throw S3Error.badRequest("InvalidDigest", "The Content-MD5 you specified is not valid.");
    }

    private Payload read(boolean digestOnly, boolean wantMd5) throws IOException {
        md5 = wantMd5 || contentMd5 != null ? Digests.md5() : null;
        sha = isHex(sha256) ? Digests.sha256() : null;
        checksum = expected == null ? null : expected.algorithm().start();
        crc32c = digestOnly ? new CRC32C() : null;
        List<byte[]> segments = digestOnly ? null : new ArrayList<>(1);
        byte[] scratch = digestOnly ? new byte[(int) Math.min(length + 1, 64 * 1024)] : null;
        long left = length;
        while (left > 0) {
            int size = (int) Math.min(left, MemoryContent.SEGMENT);
            if (digestOnly) {
                int n = readFully(scratch, Math.min(scratch.length, size));
                update(scratch, n);
                left -= n;
            } else {
                byte[] segment = new byte[size];
                update(segment, readFully(segment, size));
                segments.add(segment);
                left -= size;
            }
        }
        if (in.read() >= 0) {
            throw incomplete();
        }
        byte[] hash = md5 == null ? null : md5.digest();
        Checksum kept = verify(hash);
        Content content = digestOnly
                ? new DigestedContent(length, hash, crc32c.getValue())
                : new MemoryContent(segments, length, hash);
        return new Payload(content, kept);
    }

    private int readFully(byte[] target, int count) throws IOException {
        int filled = 0;
        while (filled < count) {
            int n = in.read(target, filled, count - filled);
            if (n < 0) {
                throw incomplete();
            }
            filled += n;
        }
        return count;
    }

    private void update(byte[] bytes, int count) {
        if (md5 != null) {
            md5.update(bytes, 0, count);
        }
        if (sha != null) {
            sha.update(bytes, 0, count);
        }
        if (checksum != null) {
            checksum.update(bytes, 0, count);
        }
        if (crc32c != null) {
            crc32c.update(bytes, 0, count);
        }
    }

    private Checksum verify(byte[] hash) {
        if (sha != null) {
            String computed = Digests.hex(sha.digest());
            if (!computed.equals(sha256.toLowerCase(Locale.ROOT))) {
                throw S3Error.badRequest(
                                "XAmzContentSHA256Mismatch",
                                "The provided 'x-amz-content-sha256' header does not match what was computed.")
                        .detail("ClientComputedContentSHA256", sha256)
                        .detail("S3ComputedContentSHA256", computed);
            }
        }
        if (contentMd5 != null && !Arrays.equals(contentMd5, hash)) {
            throw S3Error.badRequest("BadDigest", "The Content-MD5 you specified did not match what we received.")
                    .detail("ExpectedDigest", Digests.hex(contentMd5))
                    .detail("CalculatedDigest", Digests.hex(hash));
        }
        return checksum == null
                ? null
                : expected.verify(checksum.value(), chunked == null ? Map.of() : chunked.trailers());
    }

    private static boolean isHex(String hash) {
        if (hash.equals("UNSIGNED-PAYLOAD") || hash.startsWith(STREAMING)) {
            return false;
        }
        if (hash.length() != 64) {
            throw S3Error.badRequest(
                    "InvalidArgument",
                    "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a STREAMING mode, or a valid sha256 value.");
        }
        return true;
    }

    private static S3Error incomplete() {
        return S3Error.badRequest(
                "IncompleteBody",
                "You did not provide the number of bytes specified by the Content-Length HTTP header");
    }
}
