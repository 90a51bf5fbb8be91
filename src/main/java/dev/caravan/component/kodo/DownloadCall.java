package dev.caravan.component.kodo;

import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.Attempts;
import dev.caravan.component.wire.ReadAnswer;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.job.Credentials;
import dev.caravan.job.Printable;
import dev.caravan.store.ArchivedException;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GetRequest;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import java.util.function.Supplier;

/**
 * Downloads from the bucket's domain. A successful answer holds all that is copied; no other request is needed. The
 * domain answers 403 for archived and disabled objects as for forbidden ones, and 404 if it belongs to another bucket,
 * so Kodo is asked about the object after such a refusal of a signed request.
 */
record DownloadCall(KodoWire wire, Attempts attempts, boolean withMetadata) {

    /** Returns the object's properties from the domain, for use without an access key. */
    ObjectInfo head(String key) {
        Supplier<String> what = () -> wire.errors().what("HEAD", key);
        return attempts.make(what, credentials -> {
            Answer answer = wire.download(what.get(), "HEAD", new GetRequest(key, null, null), credentials);
            try {
                DownloadHeaders headers = new DownloadHeaders(what, answer, withMetadata);
                ObjectInfo info =
                        headers.info(key, ReadAnswer.of(what, answer, headers).length());
                answer.finish();
                return info;
            } finally {
                answer.abandon();
            }
        });
    }

    ObjectContent get(GetRequest request) {
        String key = request.key();
        Supplier<String> what = () -> wire.errors().what("GET", key);
        return attempts.make(what, credentials -> {
            try {
                return content(what, request, wire.download(what.get(), "GET", request, credentials), credentials);
            } catch (GoneException | NotFoundException e) {
                throw credentials == null ? e : missing(key, credentials, e);
            } catch (DeniedException e) {
                throw credentials == null || e.ofCaller() ? e : forbidden(key, credentials, e);
            }
        });
    }

    private ObjectContent content(Supplier<String> what, GetRequest request, Answer answer, Credentials credentials) {
        return ReadAnswer.content(what, answer, request, head -> {
            DownloadHeaders headers = new DownloadHeaders(what, head, withMetadata);
            ReadAnswer read = ReadAnswer.of(what, head, headers);
            if (!request.ifMatch().isEmpty() && headers.etag().isEmpty()) {
                throw StoreErrors.nonsense(what.get(), "it has no ETag, so it may be of another version");
            }
            read.requireEtag(request.ifMatch());
            if (!headers.contentEncoding().isEmpty()) {
                requireOwnEncoding(what, request.key(), headers, read.size(request), credentials);
            }
            return headers;
        });
    }

    /** Refuses an encoding by the domain instead of the object; only Kodo's hash and size show the difference. */
    private void requireOwnEncoding(
            Supplier<String> what, String key, DownloadHeaders headers, long size, Credentials credentials) {
        if (headers.compressedOnTheWay()) {
            throw compressed(what, headers, "by its ETag");
        }
        if (credentials == null) {
            throw compressed(what, headers, "or was stored so, which can't be found out without a key");
        }
        Entry entry = wire.stat(key, credentials);
        if (entry.size() != size || !entry.hash().equals(headers.etag())) {
            throw compressed(what, headers, "by its size");
        }
    }

    private static RuntimeException compressed(Supplier<String> what, DownloadHeaders headers, String how) {
        return StoreErrors.nonsense(
                what.get(),
                "the domain compressed it on the way (Content-Encoding '" + Printable.of(headers.contentEncoding())
                        + "'), " + how);
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
                "NotOnDomain");
    }

    /** Translates a 403. As in {@link #missing}, the exceptions have no cause. */
    private StoreException forbidden(String key, Credentials credentials, DeniedException refusal) {
        Entry entry;
        try {
            entry = wire.stat(key, credentials);
        } catch (StoreException e) {
            return refusal;
        }
        if (entry.disabled()) {
            return new DeniedException(
                    refusal.getMessage() + ": the object is disabled: enable it first", refusal.status(), "Disabled");
        }
        if (entry.frozen()) {
            return new ArchivedException(
                    refusal.getMessage() + ": the object lies in an archive and must be restored first",
                    refusal.status(),
                    "InvalidObjectState");
        }
        return refusal;
    }
}
