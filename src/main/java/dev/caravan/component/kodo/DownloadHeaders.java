package dev.caravan.component.kodo;

import dev.caravan.component.wire.Answer;
import dev.caravan.component.wire.ContentHeaders;
import dev.caravan.component.wire.Described;
import dev.caravan.store.ObjectInfo;
import dev.caravan.store.ObjectMetadata;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Object properties from the answer to a download. {@code Cache-Control}, {@code Content-Disposition} and
 * {@code Expires} belong to the domain, not to the object, and aren't copied.
 */
final class DownloadHeaders implements Described {

    private static final String COMPRESSED = ".gz";

    private final ContentHeaders headers;
    private final boolean withMetadata;

    DownloadHeaders(Supplier<String> what, Answer answer, boolean withMetadata) {
        this.headers = new ContentHeaders(what, answer, "x-qn-meta-");
        this.withMetadata = withMetadata;
        this.headers.forget("content-disposition", "cache-control", "expires");
        if (contentEncoding().equalsIgnoreCase("identity")) {
            this.headers.forget("content-encoding");
        }
    }

    @Override
    public String etag() {
        String etag = headers.etag();
        return compressedOnTheWay() ? etag.substring(0, etag.length() - COMPRESSED.length()) : etag;
    }

    /** Returns the encodings of the received bytes, the object's or the transfer's; empty if none. */
    String contentEncoding() {
        return headers.header("content-encoding");
    }

    /** Returns whether the ETag shows that the content was compressed in transfer. */
    boolean compressedOnTheWay() {
        return headers.etag().endsWith(COMPRESSED);
    }

    @Override
    public ObjectInfo info(String key, long size) {
        ObjectMetadata metadata = withMetadata ? headers.metadata(Map.of()) : ObjectMetadata.NONE;
        return new ObjectInfo(key, size, etag(), false, headers.lastModified(), "", metadata, Entry.checksum(etag()));
    }
}
