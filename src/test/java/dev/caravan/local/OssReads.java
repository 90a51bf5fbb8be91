package dev.caravan.local;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/** GetObject and HeadObject of OSS. */
final class OssReads {
    /**
     * The largest generated content that gets a checksum, in bytes. Hashing GiBs takes too long. OSS's oldest objects
     * have no checksum either.
     */
    private static final long HASHED = 64L << 20;

    private static final Set<String> OWN = Set.of(OssObjects.TYPE, OssObjects.TARGET, OssObjects.RESTORE);
    private static final Map<Content, String> CHECKSUMS = Collections.synchronizedMap(new WeakHashMap<>());

    private OssReads() {}

    static HttpResponse get(Exchange exchange, Bucket bucket, OssPolicies policies) {
        StoredObject named = bucket.get(exchange.key())
                .orElseThrow(() -> new S3Error(404, "NoSuchKey", "The specified key does not exist.")
                        .detail("Key", exchange.key())
                        .detail("EC", "0026-00000001"));
        boolean link = OssObjects.isLink(named);
        StoredObject object = OssObjects.withOssEtag(link ? OssObjects.target(bucket, named) : named);
        boolean head = exchange.operation() == Operation.HEAD;
        Conditions.checkRead(exchange, object);
        if (!head && OssObjects.isFrozen(object)) {
            throw new S3Error(403, "InvalidObjectState", "The operation is not valid for the object's state")
                    .detail("EC", "0016-00000701");
        }
        Range range = head || policies.areRangesIgnored() ? Range.of(null, object.size()) : range(exchange, object);
        HttpResponse response = HttpResponse.of(range.partial() ? 206 : 200);
        describe(response, object, link ? "Symlink" : OssObjects.type(object), later(named, object));
        if (range.partial()) {
            response.header("Content-Range", range.contentRange(object.size()));
        }
        return response.body(object.content(), range.offset(), range.length());
    }

    /**
     * Returns the range of the response. A range that exceeds the object gets the whole object, unless the client asks
     * for the standard behavior.
     */
    private static Range range(Exchange exchange, StoredObject object) {
        String header = exchange.header("range");
        if (header == null || "standard".equals(exchange.header("x-oss-range-behavior"))) {
            return Range.of(header, object.size());
        }
        int dash = header.indexOf('-');
        try {
            boolean whole = dash < 0
                    || Long.parseLong(header.substring("bytes=".length(), dash)) >= object.size()
                    || Long.parseLong(header.substring(dash + 1)) >= object.size();
            return Range.of(whole ? null : header, object.size());
        } catch (NumberFormatException e) {
            return Range.of(header, object.size());
        }
    }

    private static Instant later(StoredObject one, StoredObject other) {
        return one.lastModified().isAfter(other.lastModified()) ? one.lastModified() : other.lastModified();
    }

    private static void describe(HttpResponse response, StoredObject object, String type, Instant lastModified) {
        Attributes attributes = object.attributes();
        response.header("ETag", Etags.quoted(object.etag()))
                .header("Last-Modified", HttpDates.format(lastModified))
                .header("Accept-Ranges", "bytes")
                .header(OssObjects.TYPE, type)
                .header("x-oss-storage-class", OssObjects.storageClass(object))
                .headerIf(OssObjects.RESTORE, attributes.headers().get(OssObjects.RESTORE));
        if (object.size() <= HASHED) {
            response.header("x-oss-hash-crc64ecma", CHECKSUMS.computeIfAbsent(object.content(), Crc64Xz::of));
        }
        if (!attributes.headers().containsKey("content-type")) {
            response.header("Content-Type", "application/octet-stream");
        }
        attributes.headers().forEach((name, value) -> {
            if (!OWN.contains(name)) {
                response.header(name, value);
            }
        });
        attributes.metadata().forEach((name, value) -> response.header("x-oss-meta-" + name, value));
        if (attributes.isKms()) {
            response.header("x-oss-server-side-encryption", "KMS");
        }
    }
}
