package dev.caravan.store;

/**
 * A version or delete marker in a listing of versions.
 *
 * @param object the version; a delete marker has only key and time
 * @param versionId the store's ID; the text {@code null} for objects written before the bucket kept versions
 */
public record ObjectVersion(ObjectSummary object, String versionId, boolean deleteMarker) {

    public String key() {
        return object.key();
    }
}
