package dev.caravan.component.s3;

import dev.caravan.store.DeniedException;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.StoreException;

/** GetObjectLockConfiguration and GetBucketVersioning. */
public final class LockCalls {

    private final S3Wire wire;

    LockCalls(S3Wire wire) {
        this.wire = wire;
    }

    /**
     * Checks that objects of the bucket can be locked.
     *
     * @throws InvalidException if they can't, or the store doesn't know Object Lock
     */
    public void requireLock() {
        requireEnabled(
                S3Request.bucket("GET OBJECT LOCK of").parameter("object-lock", ""),
                "ObjectLockEnabled",
                "the bucket has no Object Lock configuration: enable Object Lock on it, or leave --object-lock keep out",
                "ObjectLockConfigurationNotFoundError");
    }

    /**
     * Checks that the bucket keeps all versions.
     *
     * @throws InvalidException if it doesn't, or the store doesn't know versions
     */
    public void requireVersions() {
        requireEnabled(
                S3Request.bucket("GET VERSIONING of").parameter("versioning", ""),
                "Status",
                "the bucket doesn't keep versions: enable versioning on it, or leave --versions all out",
                "NoVersions");
    }

    private void requireEnabled(S3Request get, String element, String advice, String code) {
        StoreException refusal = null;
        try {
            if (wire.setting(get).word(element).equals("Enabled")) {
                return;
            }
        } catch (InvalidException | NotFoundException e) {
            if (!isUnknown(e)) {
                throw e;
            }
            refusal = e;
        }
        int status = refusal == null ? 0 : refusal.status();
        throw new InvalidException(wire.errors().bucketName() + ": " + advice, status, code, refusal);
    }

    /** Returns whether a store says that it has no such setting. */
    static boolean isUnknown(StoreException e) {
        return (e.status() == 404 && !e.code().isEmpty()) || e.status() == 405 || e.status() == 501;
    }

    /**
     * Requests an object's retention, legal hold or tags. A GET without the permission omits them, as if there were
     * none.
     *
     * @param versionId empty for the current version
     * @param subresource {@code retention}, {@code legal-hold} or {@code tagging}
     * @throws DeniedException if reading them is denied
     */
    public void requireReadable(String key, String versionId, String subresource) {
        S3Request get = S3Request.object("GET", "GET " + subresource + " of", key)
                .parameter(subresource, "")
                .optional("versionId", versionId);
        try {
            wire.setting(get);
        } catch (InvalidException | NotFoundException | GoneException e) {
            // The object has none, or doesn't exist. A caller without the permission gets 403 in both cases.
        }
    }
}
