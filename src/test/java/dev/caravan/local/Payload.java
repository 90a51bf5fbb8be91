package dev.caravan.local;

/** A received and verified body. The checksum is null if the request has none. */
record Payload(Content content, Checksum checksum) {}
