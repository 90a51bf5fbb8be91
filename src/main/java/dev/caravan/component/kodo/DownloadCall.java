package dev.caravan.component.kodo;

import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.Attempts;
import dev.caravan.component.wire.ReadAnswer;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.job.Credentials;
import dev.caravan.job.Printable;
import dev.caravan.store.GetRequest;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/** Downloads from the bucket's domain. A successful answer holds all that is copied; no other request is needed. */
record DownloadCall(KodoWire wire, Attempts attempts, Refusals refusals, boolean withMetadata) {

    private static final Header[] NONE = {};

    /** Returns the object's properties from the domain, for use without an access key. */
    ObjectInfo head(String key) {
        Supplier<String> what = () -> wire.errors().what("HEAD", key);
        return attempts.make(what, credentials -> {
            Answer answer = wire.download(what.get(), "HEAD", key, NONE, credentials);
            try {
                DownloadHeaders headers = new DownloadHeaders(what, answer.headers(), withMetadata);
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
        Header[] headers = headers(request);
        return attempts.make(
                what,
                credentials -> refusals.explained(
                        key,
                        credentials,
                        () -> content(
                                what,
                                request,
                                wire.download(what.get(), "GET", key, headers, credentials),
                                credentials)));
    }

    private static Header[] headers(GetRequest request) {
        List<Header> headers = new ArrayList<>(2);
        if (request.range() != null) {
            headers.add(new BasicHeader("Range", request.range().header()));
        }
        if (!request.ifMatch().isEmpty()) {
            // Not every domain heeds it: the answer's ETag decides.
            headers.add(new BasicHeader("If-Match", '"' + request.ifMatch() + '"'));
        }
        return headers.toArray(NONE);
    }

    private ObjectContent content(Supplier<String> what, GetRequest request, Answer answer, Credentials credentials) {
        return ReadAnswer.content(what, answer, request, head -> {
            DownloadHeaders headers = new DownloadHeaders(what, head.headers(), withMetadata);
            ReadAnswer read = ReadAnswer.of(what, head, headers);
            if (!request.ifMatch().isEmpty() && headers.etag().isEmpty()) {
                throw StoreErrors.nonsense(what.get(), "it has no ETag, so it may be of another version");
            }
            read.requireEtag(request.ifMatch());
            requireStored(what, headers);
            if (!headers.contentEncoding().isEmpty()) {
                requireOwnEncoding(what, request.key(), headers, read.size(request), credentials);
            }
            return headers;
        });
    }

    private static void requireStored(Supplier<String> what, DownloadHeaders headers) {
        if (headers.compressedOnTheWay() && !headers.contentEncoding().isEmpty()) {
            throw compressed(what, headers, "by its ETag");
        }
    }

    /** Refuses an encoding that isn't the object's own but the domain's; only Kodo's hash and size show which it is. */
    private void requireOwnEncoding(
            Supplier<String> what, String key, DownloadHeaders headers, long size, Credentials credentials) {
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
}
