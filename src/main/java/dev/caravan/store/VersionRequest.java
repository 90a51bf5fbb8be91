package dev.caravan.store;

/**
 * Asks for one page of a listing of versions.
 *
 * @param prefix only keys that begin with it; empty for all
 * @param keyMarker what comes after this key, or after the version of it that the next field names; empty for the beginning
 * @param versionMarker a version ID of that key; empty for none
 */
public record VersionRequest(String prefix, String keyMarker, String versionMarker) {

    /** The first page of all keys with a prefix. */
    public static VersionRequest of(String prefix) {
        return new VersionRequest(prefix, "", "");
    }
}
