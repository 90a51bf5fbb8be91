package dev.caravan.component.kodo;

import dev.caravan.component.wire.ContentHeaders;
import dev.caravan.component.wire.Described;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.hc.core5.http.Header;

/**
 * What the answer to a download tells about the object. {@code Cache-Control}, {@code Content-Disposition} and {@code Expires}
 * are the domain's own, the same for all objects: Kodo keeps none beside an object, and they aren't copied.
 */
final class DownloadHeaders implements Described {

    private static final String USER = "x-qn-meta-";
    private static final String COMPRESSED = ".gz";

    private final ContentHeaders headers;
    private final boolean withMetadata;

    DownloadHeaders(Supplier<String> what, Header[] headers, boolean withMetadata) {
        this.headers = new ContentHeaders(what, headers, USER, true, (name, value) -> {});
        this.withMetadata = withMetadata;
        this.headers.forgetCaching();
        if (contentEncoding().equalsIgnoreCase("identity")) {
            this.headers.contentEncoding("");
        }
    }

    @Override
    public String etag() {
        String etag = headers.etag();
        return compressedOnTheWay() ? etag.substring(0, etag.length() - COMPRESSED.length()) : etag;
    }

    /** The encodings of the bytes that come, be they the object's or the transfer's; empty where there are none. */
    String contentEncoding() {
        return headers.contentEncoding();
    }

    /** Whether the ETag tells that it is not the object as it is stored. */
    boolean compressedOnTheWay() {
        return headers.etag().endsWith(COMPRESSED);
    }

    @Override
    public ObjectInfo info(String key, long size) {
        ObjectMetadata metadata = withMetadata ? headers.metadata(Map.of()) : ObjectMetadata.NONE;
        return new ObjectInfo(key, size, etag(), false, headers.lastModified(), "", metadata, Entry.checksum(etag()));
    }
}
