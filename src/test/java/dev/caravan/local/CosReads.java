package dev.caravan.local;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** GetObject and HeadObject of Tencent COS. */
final class CosReads {
    /** The attribute that overrides the checksum. If it is empty, the object has no checksum. */
    private static final String CRC = "x-cos-hash-crc64ecma";

    private static final String RESTORE = "x-cos-restore";
    private static final Set<String> ARCHIVES = Set.of("ARCHIVE", "DEEP_ARCHIVE", "MAZ_ARCHIVE", "COLD_ARCHIVE");

    private final Map<String, String> checksums = new ConcurrentHashMap<>();

    HttpResponse object(Exchange exchange, Bucket bucket) {
        // Gets the object once, so that the whole response is of one version even if another is stored meanwhile.
        StoredObject object = bucket.get(exchange.key())
                .orElseThrow(() -> new S3Error(404, "NoSuchKey", "The specified key does not exist."));
        boolean head = exchange.operation() == Operation.HEAD;
        Conditions.checkRead(exchange, object);
        if (!head && isArchived(object)) {
            throw new S3Error(403, "InvalidObjectState", "The operation is not valid for the object's storage class");
        }
        Range range = Range.of(head ? null : exchange.header("range"), object.size());
        HttpResponse response = HttpResponse.of(range.partial() ? 206 : 200);
        describe(response, object);
        if (range.partial()) {
            response.header("Content-Range", range.contentRange(object.size()));
        }
        return response.body(object.content(), range.offset(), range.length());
    }

    private static boolean isArchived(StoredObject object) {
        String restore = object.attributes().headers().getOrDefault(RESTORE, "");
        return ARCHIVES.contains(object.attributes().storageClass())
                && !restore.startsWith("ongoing-request=\"false\"");
    }

    private void describe(HttpResponse response, StoredObject object) {
        Attributes attributes = object.attributes();
        response.header("ETag", Etags.quoted(object.etag()))
                .header("Last-Modified", HttpDates.format(object.lastModified()))
                .header("Accept-Ranges", "bytes");
        if (!attributes.headers().containsKey("content-type")) {
            response.header("Content-Type", "application/octet-stream");
        }
        attributes.headers().forEach((name, value) -> {
            if (!name.equals(CRC)) {
                response.header(name, value);
            }
        });
        attributes.metadata().forEach((name, value) -> response.header("x-cos-meta-" + name, value));
        if (!attributes.storageClass().equals("STANDARD")) {
            response.header("x-cos-storage-class", attributes.storageClass());
        }
        String crc =
                attributes.headers().containsKey(CRC) ? attributes.headers().get(CRC) : checksum(object);
        if (!crc.isEmpty()) {
            response.header(CRC, crc);
        }
    }

    /**
     * Returns the checksum of the whole object, also for a range. Objects uploaded in parts have none on this server.
     */
    private String checksum(StoredObject object) {
        if (object.etag().indexOf('-') >= 0) {
            return "";
        }
        return checksums.computeIfAbsent(object.etag() + "/" + object.size(), version -> Crc64Xz.of(object.content()));
    }
}
