package dev.caravan.local;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A body in aws-chunked encoding: chunks that may be signed one by one, and trailers after them. */
final class AwsChunkedInput extends InputStream {
    private final InputStream in;
    private final ChunkSignatures signatures;
    private final Map<String, String> trailers = new LinkedHashMap<>();
    private long left;
    private String chunkSignature;
    private boolean first = true;
    private boolean ended;

    /** @param signatures null if the chunks are not signed */
    AwsChunkedInput(InputStream in, ChunkSignatures signatures) {
        this.in = in;
        this.signatures = signatures;
    }

    /**
     * Returns the trailers after the last chunk, with names in lower case. They are complete when the body has been
     * read.
     */
    Map<String, String> trailers() {
        return trailers;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int n = in.read(target, offset, (int) Math.min(length, left));
        if (n < 0) {
            throw new EOFException("the body ends within a chunk");
        }
        left -= n;
        if (signatures != null) {
            signatures.update(target, offset, n);
            if (left == 0) {
                // Verifies here, not at the next chunk, so that no unverified bytes are used.
                signatures.verifyChunk(chunkSignature);
            }
        }
        return n;
    }

    private void nextChunk() throws IOException {
        if (!first) {
            Lines.read(in);
        }
        first = false;
        String line = Lines.read(in);
        left = Lines.chunkSize(line);
        if (signatures != null) {
            int at = line.indexOf(";chunk-signature=");
            if (at < 0) {
                throw S3Error.badRequest("InvalidRequest", "A chunk has no chunk-signature");
            }
            chunkSignature = line.substring(at + ";chunk-signature=".length());
        }
        if (left == 0) {
            if (signatures != null) {
                signatures.verifyChunk(chunkSignature);
            }
            readTrailers();
            ended = true;
        }
    }

    private void readTrailers() throws IOException {
        StringBuilder signed = new StringBuilder();
        for (String line = Lines.read(in); !line.isEmpty(); line = Lines.read(in)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw S3Error.badRequest(
                        "MalformedTrailerError",
                        "The request contained trailing data that was not"
                                + " well-formed or did not conform to our published schema.");
            }
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (name.equals("x-amz-trailer-signature")) {
                if (signatures != null) {
                    signatures.verifyTrailer(signed.toString(), value);
                }
            } else {
                trailers.put(name, value);
                signed.append(name).append(':').append(value).append('\n');
            }
        }
        if (signatures != null && signed.length() > 0 && !signatures.trailerVerified()) {
            throw SigV4Verifier.mismatch();
        }
    }
}
