package dev.caravan.local;

import java.security.MessageDigest;

/** Verifies the chain of chunk signatures that starts with the signature of a request. */
final class ChunkSignatures {
    private static final String EMPTY = Digests.sha256Hex("");

    private final byte[] signingKey;
    private final String timestamp;
    private final String scope;
    private final MessageDigest chunk = Digests.sha256();
    private String previous;
    private boolean trailerVerified;

    ChunkSignatures(byte[] signingKey, String timestamp, String scope, String seed) {
        this.signingKey = signingKey;
        this.timestamp = timestamp;
        this.scope = scope;
        this.previous = seed;
    }

    void update(byte[] bytes, int offset, int length) {
        chunk.update(bytes, offset, length);
    }

    /** Verifies the bytes that {@link #update} received since the last chunk. */
    void verifyChunk(String signature) {
        verify("AWS4-HMAC-SHA256-PAYLOAD", EMPTY + "\n" + Digests.hex(chunk.digest()), signature);
    }

    void verifyTrailer(String trailers, String signature) {
        verify("AWS4-HMAC-SHA256-TRAILER", Digests.sha256Hex(trailers), signature);
        trailerVerified = true;
    }

    boolean trailerVerified() {
        return trailerVerified;
    }

    private void verify(String algorithm, String hash, String signature) {
        String toSign = algorithm + "\n" + timestamp + "\n" + scope + "\n" + previous + "\n" + hash;
        if (!Digests.same(Digests.hex(Digests.hmac(signingKey, toSign)), signature)) {
            throw SigV4Verifier.mismatch().detail("StringToSign", toSign);
        }
        previous = signature;
    }
}
