package dev.caravan.component.s3;

import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.component.wire.ListingAnswer;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;

/** ListObjectsV2: one page. */
final class ListObjectsCall {

    private final S3Wire wire;
    private final boolean encoded;

    /** @param encoded whether keys are asked for percent-encoded */
    ListObjectsCall(S3Wire wire, boolean encoded) {
        this.wire = wire;
        this.encoded = encoded;
    }

    ObjectPage list(ListRequest request) {
        S3Request list = S3Request.bucket("GET", "LIST").query(query(request));
        return new ListingAnswer(wire.what(list), request).read(wire.send(list));
    }

    private String query(ListRequest request) {
        // Sorted by name, as the signature wants it.
        StringBuilder query = new StringBuilder(160);
        if (request.continuation() != null) {
            query.append("continuation-token=");
            KeyEncoding.query(query, request.continuation());
            query.append('&');
        }
        query.append("delimiter=");
        KeyEncoding.query(query, text(request.delimiter()));
        query.append(encoded ? "&encoding-type=url" : "")
                .append("&list-type=2&max-keys=")
                .append(request.maxKeys());
        query.append("&prefix=");
        KeyEncoding.query(query, text(request.prefix()));
        if (request.continuation() == null && !text(request.startAfter()).isEmpty()) {
            query.append("&start-after=");
            KeyEncoding.query(query, request.startAfter());
        }
        return query.toString();
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
