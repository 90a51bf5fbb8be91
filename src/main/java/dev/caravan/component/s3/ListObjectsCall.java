package dev.caravan.component.s3;

import dev.caravan.component.wire.ListedEncoding;
import dev.caravan.component.wire.ListingReader;
import dev.caravan.component.wire.StoreErrors;
import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import dev.caravan.store.KeyOrder;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests one page with ListObjectsV2. Some stores know only the older ListObjects and ignore V2's parameters. A page
 * that continues without a token, or begins before the requested key, shows this; the page and all later listings then
 * use ListObjects. A ListObjects listing continues after a key, without a token. A token of V2 is only used with V2.
 */
final class ListObjectsCall {

    private static final Logger LOG = LoggerFactory.getLogger(ListObjectsCall.class);

    private final S3Wire wire;
    private final boolean encoded;
    private final ListedEncoding encoding;
    private volatile boolean byMarker;

    /** Takes whether to request percent-encoded keys, and how to decide whether they are. */
    ListObjectsCall(S3Wire wire, boolean encoded, ListedEncoding encoding) {
        this.wire = wire;
        this.encoded = encoded;
        this.encoding = encoding;
    }

    ObjectPage list(ListRequest request) {
        if (request.continuation() != null) {
            return page(request, false);
        }
        if (byMarker) {
            return byMarker(request);
        }
        try {
            ObjectPage page = page(request, false);
            return beginsTooEarly(page, request) ? byMarker(request) : page;
        } catch (InvalidException e) {
            if (!e.code().equals(ListingReader.NO_TOKEN) && !isRefusal(e)) {
                throw e;
            }
            return byMarkerInstead(request, e);
        }
    }

    /** Returns whether the store may not know ListObjectsV2. */
    private static boolean isRefusal(InvalidException e) {
        return e.status() == 405
                || e.status() == 501
                || (e.status() == 400 && e.code().equals("InvalidArgument"));
    }

    private ObjectPage page(ListRequest request, boolean marker) {
        S3Request list = list(request, marker);
        try {
            return reader(list, request, marker).read(wire.send(list));
        } catch (InvalidException e) {
            if (!e.code().equals(ListingReader.NO_XML)) {
                throw e;
            }
            S3Request again = list(request, marker);
            return reader(again, request, marker).readOdd(wire.send(again));
        }
    }

    private ListingReader reader(S3Request list, ListRequest request, boolean marker) {
        return new ListingReader(
                wire.what(list),
                request,
                marker,
                encoding,
                fault -> wire.errors().of(list, fault));
    }

    private ObjectPage byMarkerInstead(ListRequest request, InvalidException byToken) {
        try {
            return byMarker(request);
        } catch (InvalidException e) {
            throw new InvalidException(
                    byToken.getMessage() + "; ListObjects failed too: " + e.getMessage(), e.status(), e.code(), e);
        }
    }

    private ObjectPage byMarker(ListRequest request) {
        ObjectPage page = page(request, true);
        if (beginsTooEarly(page, request)) {
            throw StoreErrors.nonsense(
                    wire.errors().what("LIST", ""),
                    "the listing begins with "
                            + Printable.quoted(page.objects().get(0).key())
                            + ", though only keys after " + Printable.quoted(request.startAfter())
                            + " were asked for: the store supports neither start-after (ListObjectsV2) nor marker"
                            + " (ListObjects)");
        }
        if (!byMarker) {
            byMarker = true;
            LOG.warn(
                    "{}: the store does not support ListObjectsV2: it is listed by ListObjects",
                    wire.errors().bucketName());
        }
        ListRequest next = page.next();
        return next == null
                ? page
                : new ObjectPage(
                        page.objects(),
                        page.commonPrefixes(),
                        new ListRequest(
                                request.prefix(), request.delimiter(), next.continuation(), null, request.maxKeys()));
    }

    /**
     * Returns whether the page begins before the requested key. A page that repeats the key itself is left to the
     * caller.
     */
    private static boolean beginsTooEarly(ObjectPage page, ListRequest request) {
        return !request.startAfter().isEmpty()
                && !page.objects().isEmpty()
                && KeyOrder.compare(page.objects().get(0).key(), request.startAfter()) < 0;
    }

    private S3Request list(ListRequest request, boolean marker) {
        S3Request list = S3Request.bucket("LIST")
                .optional("continuation-token", request.continuation())
                // A store may take an empty one for a delimiter, and then hide all keys below the prefix "".
                .optional("delimiter", request.delimiter())
                .optional("encoding-type", encoded ? "url" : "");
        if (marker) {
            list.parameter("marker", request.startAfter());
        } else {
            list.parameter("list-type", 2);
        }
        list.parameter("max-keys", request.maxKeys()).parameter("prefix", request.prefix());
        return marker || request.continuation() != null ? list : list.optional("start-after", request.startAfter());
    }
}
