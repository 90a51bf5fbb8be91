package dev.caravan.store;

/** Names one part of an upload by number, 1 to 10,000. */
public record PartRequest(String key, String uploadId, int partNumber) {}
