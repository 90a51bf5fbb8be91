package dev.caravan.local;

/** The sender of a request, proven by its signature. */
record Identity(Authorization authorization, SigningKey key, String timestamp) {
    /** For the chunks of its body, whose signatures follow from the request's signature. */
    ChunkSignatures chunkSignatures() {
        return new ChunkSignatures(key.bytes(), timestamp, authorization.scope(), authorization.signature());
    }

    String region() {
        return authorization.region();
    }
}
