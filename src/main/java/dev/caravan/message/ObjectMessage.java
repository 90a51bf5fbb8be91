package dev.caravan.message;

import dev.caravan.store.ObjectSummary;
import java.time.Instant;

/**
 * An object to be copied.
 *
 * @param key the source's key
 * @param size in bytes, as it was listed
 * @param etag unquoted, as it was listed: the GET is pinned to it; empty where it isn't known
 * @param lastModified as it was listed; null where it isn't known
 * @param sequencer of the event that told of the object; empty where it was listed
 * @param mustExist whether somebody has asked for this very key, so that its absence is a failure
 * @param mayRepeat whether an earlier message of the same object may still wait: the finder has found the queue busy
 */
public record ObjectMessage(
        String key,
        long size,
        String etag,
        Instant lastModified,
        String sequencer,
        boolean mustExist,
        boolean mayRepeat)
        implements Message {

    /** An object that nobody has told of before. */
    public ObjectMessage(String key, long size, String etag, Instant lastModified, String sequencer) {
        this(key, size, etag, lastModified, sequencer, false, false);
    }

    /** An object that was listed. */
    public ObjectMessage(String key, long size, String etag, Instant lastModified) {
        this(key, size, etag, lastModified, "");
    }

    /** Returns the same message, marked as one that may be a repeat. */
    public ObjectMessage repeated() {
        return new ObjectMessage(key, size, etag, lastModified, sequencer, mustExist, true);
    }

    /** Returns the same message, marked as one whose object must be there. */
    public ObjectMessage required() {
        return new ObjectMessage(key, size, etag, lastModified, sequencer, true, mayRepeat);
    }

    public static ObjectMessage of(ObjectSummary summary) {
        return new ObjectMessage(summary.key(), summary.size(), summary.etag(), summary.lastModified());
    }
}
