package dev.caravan.message;

import dev.caravan.store.ObjectVersion;
import java.time.Instant;

/**
 * The user metadata by which a copied version names the version that it is a copy of. A run that goes on after another one finds by it
 * how far that one came.
 */
public final class VersionMark {

    /** The name of the user metadata. */
    public static final String NAME = "caravan-version-id";

    /** The version ID of what was written before the bucket kept versions. */
    static final String UNVERSIONED = "null";

    private VersionMark() {}

    /** Returns the mark of a copy of this version. The version ID {@code null} isn't the same version for ever. */
    public static String of(ObjectVersion version) {
        return of(version.versionId(), version.object().etag(), version.object().lastModified());
    }

    static String of(String versionId, String etag, Instant lastModified) {
        return versionId.equals(UNVERSIONED)
                ? UNVERSIONED + ' ' + etag + ' ' + lastModified.getEpochSecond()
                : versionId;
    }
}
