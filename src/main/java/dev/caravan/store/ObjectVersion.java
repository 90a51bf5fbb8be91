package dev.caravan.store;

/**
 * A version of an object, or a delete marker, as a listing of versions shows it.
 *
 * @param object the version; of a delete marker only key and time mean something
 * @param versionId the store's own ID; {@code null} as text where the object was written before the bucket kept versions
 * @param deleteMarker whether it says that the object was deleted
 */
public record ObjectVersion(ObjectSummary object, String versionId, boolean deleteMarker) {

    public String key() {
        return object.key();
    }
}
