package dev.caravan.message;

import dev.caravan.store.ObjectSummary;
import dev.caravan.store.ObjectVersion;
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
 * @param versionId the version to be copied; empty for the current one
 */
public record ObjectMessage(
        String key,
        long size,
        String etag,
        Instant lastModified,
        String sequencer,
        boolean mustExist,
        boolean mayRepeat,
        String versionId)
        implements Message {

    /** The current version of an object. */
    public ObjectMessage(
            String key,
            long size,
            String etag,
            Instant lastModified,
            String sequencer,
            boolean mustExist,
            boolean mayRepeat) {
        this(key, size, etag, lastModified, sequencer, mustExist, mayRepeat, "");
    }

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
        return new ObjectMessage(key, size, etag, lastModified, sequencer, mustExist, true, versionId);
    }

    /** Returns the same message, marked as one whose object must be there. */
    public ObjectMessage required() {
        return new ObjectMessage(key, size, etag, lastModified, sequencer, true, mayRepeat, versionId);
    }

    /** Returns whether it names a version that nobody can overwrite. */
    public boolean isFixed() {
        return !versionId.isEmpty() && !versionId.equals(VersionMark.UNVERSIONED);
    }

    /** Returns what the copy of a version names its source by; empty for the current version. */
    public String mark() {
        return versionId.isEmpty() ? "" : VersionMark.of(versionId, etag, lastModified);
    }

    /** A version that was listed. */
    public static ObjectMessage of(ObjectVersion version) {
        ObjectSummary object = version.object();
        return new ObjectMessage(
                object.key(),
                object.size(),
                object.etag(),
                object.lastModified(),
                "",
                false,
                false,
                version.versionId());
    }

    public static ObjectMessage of(ObjectSummary summary) {
        return new ObjectMessage(summary.key(), summary.size(), summary.etag(), summary.lastModified());
    }
}
