package dev.caravan.local;

import java.time.Instant;

/** One uploaded part; its checksum is null if none was sent. */
public record Part(int number, Content content, String etag, Instant lastModified, Checksum checksum) {
    public long size() {
        return content.length();
    }
}
