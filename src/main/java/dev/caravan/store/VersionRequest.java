package dev.caravan.store;

/**
 * Requests one page of a listing of versions.
 *
 * @param prefix of keys; empty for all
 * @param keyMarker start after this key, or after its version {@code versionMarker}; empty for the beginning
 * @param versionMarker a version ID of that key; empty for none
 */
public record VersionRequest(String prefix, String keyMarker, String versionMarker) {

    public static VersionRequest of(String prefix) {
        return new VersionRequest(prefix, "", "");
    }
}
