package dev.caravan.local;

/** A body that was received and verified; the checksum is null if none came with it. */
record Payload(Content content, Checksum checksum) {}
