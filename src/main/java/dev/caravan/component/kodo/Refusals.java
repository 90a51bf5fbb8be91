package dev.caravan.component.kodo;

import dev.caravan.job.Credentials;
import dev.caravan.store.ArchivedException;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import java.util.function.Supplier;

/**
 * Finds out what a download's refusal means. The domain says 403 for an archived or a disabled object as for a forbidden one, and
 * 404 where it belongs to another bucket: Kodo is asked about the object then, and only then.
 */
record Refusals(KodoWire wire) {

    /**
     * Downloads, or tells why not.
     *
     * @param credentials null where requests aren't signed, and nobody can be asked
     */
    <T> T explained(String key, Credentials credentials, Supplier<T> download) {
        try {
            return download.get();
        } catch (GoneException | NotFoundException e) {
            throw credentials == null ? e : missing(key, credentials, e);
        } catch (DeniedException e) {
            throw credentials == null || e.ofCaller() ? e : forbidden(key, credentials, e);
        }
    }

    /**
     * The domain may be bound to another bucket: only Kodo, or its listing, says whether this one has the object. The exceptions have
     * no cause, because the routes look at the innermost exception first, which may say that the object is gone.
     */
    private StoreException missing(String key, Credentials credentials, StoreException refusal) {
        try {
            wire.stat(key, credentials);
        } catch (NotFoundException | DeniedException | InvalidException e) {
            return new NotFoundException(refusal.getMessage(), refusal.status(), refusal.code());
        } catch (StoreException e) {
            return e;
        }
        return new TransientException(
                refusal.getMessage() + ": the bucket has this object, but the download domain " + wire.downloadHost()
                        + " doesn't: is it bound to this bucket, and the region right?",
                refusal.status(),
                "NotOnDomain",
                null);
    }

    private StoreException forbidden(String key, Credentials credentials, DeniedException refusal) {
        Entry entry;
        try {
            entry = wire.stat(key, credentials);
        } catch (StoreException e) {
            return refusal;
        }
        if (entry.disabled()) {
            return new DeniedException(
                    refusal.getMessage() + ": the object is disabled: enable it first",
                    refusal.status(),
                    "Disabled",
                    refusal);
        }
        if (entry.frozen()) {
            return new ArchivedException(
                    refusal.getMessage() + ": the object lies in an archive and must be restored first",
                    refusal.status(),
                    "InvalidObjectState",
                    refusal);
        }
        return refusal;
    }
}
