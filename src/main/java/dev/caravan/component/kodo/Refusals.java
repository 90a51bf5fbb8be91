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
 * Finds the cause of a refused download. The domain answers 403 for archived and disabled objects as for forbidden
 * ones, and 404 if it belongs to another bucket, so Kodo is asked about the object after such a refusal.
 */
record Refusals(KodoWire wire) {

    /**
     * Downloads, or throws the explained refusal; {@code credentials} are null for unsigned requests, which leave it
     * unexplained.
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
     * Translates a 404. The domain may be bound to another bucket, so only Kodo or its listing proves that the object
     * is missing. The exceptions have no cause, because routes look at the innermost exception first, which may be
     * {@code GoneException}.
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
