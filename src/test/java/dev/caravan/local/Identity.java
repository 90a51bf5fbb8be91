package dev.caravan.local;

/** The sender of a request, proven by its signature. */
record Identity(Authorization authorization, SigningKey key, String timestamp) {
    /** Returns the verifier of the body's chunks. Their signatures depend on the request's signature. */
    ChunkSignatures chunkSignatures() {
        return new ChunkSignatures(key.bytes(), timestamp, authorization.scope(), authorization.signature());
    }

    String region() {
        return authorization.region();
    }
}
