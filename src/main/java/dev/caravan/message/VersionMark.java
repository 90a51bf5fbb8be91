package dev.caravan.message;

import dev.caravan.store.ObjectVersion;
import java.time.Instant;

/** The user metadata of a copied version that names its original. A later run uses it to resume. */
public final class VersionMark {

    public static final String NAME = "caravan-version-id";

    /** The version ID of objects written before the bucket kept versions. */
    static final String UNVERSIONED = "null";

    private VersionMark() {}

    /** Returns the mark of a copy of this version. The version ID {@code null} alone doesn't identify one. */
    public static String of(ObjectVersion version) {
        return of(version.versionId(), version.object().etag(), version.object().lastModified());
    }

    static String of(String versionId, String etag, Instant lastModified) {
        return versionId.equals(UNVERSIONED)
                ? UNVERSIONED + ' ' + etag + ' ' + lastModified.getEpochSecond()
                : versionId;
    }
}
