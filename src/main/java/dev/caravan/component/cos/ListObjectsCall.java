package dev.caravan.component.cos;

import dev.caravan.component.wire.ListedEncoding;
import dev.caravan.component.wire.ListingAnswer;
import dev.caravan.store.ListRequest;
import dev.caravan.store.ObjectPage;

/** GET Bucket (List Objects): one page, which goes on behind a key, the marker, whether there is such a key or not. */
final class ListObjectsCall {

    private final CosWire wire;
    private final ListedEncoding encoding;

    /** @param encoding decides whether keys came percent-encoded */
    ListObjectsCall(CosWire wire, ListedEncoding encoding) {
        this.wire = wire;
        this.encoding = encoding;
    }

    ObjectPage list(ListRequest request) {
        CosRequest list = CosRequest.listing();
        list.parameters().put("encoding-type", "url");
        list.parameters().put("max-keys", Integer.toString(request.maxKeys()));
        put(list, "prefix", request.prefix());
        put(list, "delimiter", request.delimiter());
        put(list, "marker", request.continuation() != null ? request.continuation() : request.startAfter());
        String what = wire.what(list);
        return ListingAnswer.ofMarkers(
                        what,
                        request,
                        encoding,
                        (code, message, requestId) -> wire.refusal(what, new CosFault(200, code, message, requestId)))
                .read(wire.send(list));
    }

    private static void put(CosRequest list, String name, String value) {
        if (value != null && !value.isEmpty()) {
            list.parameters().put(name, value);
        }
    }
}
