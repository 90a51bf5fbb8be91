package dev.caravan.message;

import dev.caravan.store.ObjectSummary;
import dev.caravan.store.ObjectVersion;
import java.time.Instant;

/**
 * Copies an object.
 *
 * @param key the source's key
 * @param size in bytes, as listed
 * @param etag as listed, without quotes, to pin the GET; empty if unknown
 * @param lastModified as listed; null if unknown
 * @param sequencer of the event; empty for a listed object
 * @param mustExist whether the key was requested explicitly, so that a missing object is a failure
 * @param mayRepeat whether an earlier message of the object may still wait, because the finder found the queue busy
 * @param versionId the version to copy; empty for the current one
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

    /** Copies an object without an earlier message. */
    public ObjectMessage(String key, long size, String etag, Instant lastModified, String sequencer) {
        this(key, size, etag, lastModified, sequencer, false, false, "");
    }

    /** Copies a listed object. */
    public ObjectMessage(String key, long size, String etag, Instant lastModified) {
        this(key, size, etag, lastModified, "");
    }

    /** Returns the same message marked as a possible repetition. */
    public ObjectMessage repeated() {
        return new ObjectMessage(key, size, etag, lastModified, sequencer, mustExist, true, versionId);
    }

    /** Returns the same message marked as requiring the object to exist. */
    public ObjectMessage required() {
        return new ObjectMessage(key, size, etag, lastModified, sequencer, true, mayRepeat, versionId);
    }

    /** Returns whether it names a version, which can't be overwritten. */
    public boolean isFixed() {
        return !versionId.isEmpty() && !versionId.equals(VersionMark.UNVERSIONED);
    }

    /** Returns the text that marks the copy of a version; empty for the current version. */
    public String mark() {
        return versionId.isEmpty() ? "" : VersionMark.of(versionId, etag, lastModified);
    }

    /** Copies a listed version. */
    public static ObjectMessage of(ObjectVersion version) {
        ObjectMessage object = of(version.object());
        return new ObjectMessage(
                object.key, object.size, object.etag, object.lastModified, "", false, false, version.versionId());
    }

    public static ObjectMessage of(ObjectSummary summary) {
        return new ObjectMessage(summary.key(), summary.size(), summary.etag(), summary.lastModified());
    }
}
