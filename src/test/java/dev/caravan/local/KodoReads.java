package dev.caravan.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;

/** Downloads from a bucket's domain. */
final class KodoReads {
    private final KodoQuirks quirks;

    KodoReads(KodoQuirks quirks) {
        this.quirks = quirks;
    }

    static String type(StoredObject object) {
        return object.attributes().headers().getOrDefault("content-type", "application/octet-stream");
    }

    HttpResponse get(Exchange exchange, StoredObject object) throws IOException {
        if (KodoState.isDisabled(object)) {
            throw new S3Error(403, "", "file is disabled");
        }
        if (KodoState.isFrozen(object)) {
            throw new S3Error(403, "", "forbidden");
        }
        if (!quirks.isIfMatchIgnored()) {
            Conditions.checkRead(exchange, object);
        }
        Range range = Range.of(exchange.header("range"), object.size());
        boolean compressed = !range.partial()
                && (quirks.isCompressing()
                        || exchange.http().header("accept-encoding", "").contains("gzip"));
        HttpResponse response = HttpResponse.of(range.partial() ? 206 : 200);
        describe(response, object, compressed);
        if (range.partial()) {
            response.header("Content-Range", range.contentRange(object.size()));
        }
        if (compressed) {
            ByteArrayOutputStream gzip = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
                object.content().writeTo(out, 0, object.size());
            }
            return response.header("Content-Encoding", "gzip").body(Content.of(gzip.toByteArray()), 0, gzip.size());
        }
        return response.body(object.content(), range.offset(), range.length());
    }

    private void describe(HttpResponse response, StoredObject object, boolean compressed) {
        boolean suffix = (compressed && !quirks.isCompressing()) || quirks.hasGzSuffix();
        response.header("Content-Type", type(object))
                .header("ETag", Etags.quoted(object.etag() + (suffix ? ".gz" : "")))
                .header("Last-Modified", HttpDates.format(object.lastModified()))
                .header("Accept-Ranges", "bytes")
                // Source domains send this header with every object.
                .header("Cache-Control", "public, max-age=31536000")
                .header("Content-Disposition", "inline; filename=\"x\"; filename*=utf-8''x")
                .header("Content-Transfer-Encoding", "binary");
        for (String name : new String[] {"content-encoding", "content-language"}) {
            response.headerIf(name, object.attributes().headers().get(name));
        }
        object.attributes().metadata().forEach((name, value) -> response.header("X-Qn-Meta-" + name, value));
    }
}
