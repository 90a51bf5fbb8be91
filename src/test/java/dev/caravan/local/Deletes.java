package dev.caravan.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** DeleteObject and DeleteObjects. */
final class Deletes {
    private static final int MOST = 1000;

    private Deletes() {}

    static HttpResponse one(Exchange exchange, Bucket bucket) {
        String version = exchange.query("versionId");
        if (version != null) {
            bucket.removeVersion(exchange.key(), version);
            return HttpResponse.of(204);
        }
        bucket.remove(exchange.key());
        HttpResponse response = HttpResponse.of(204);
        return bucket.versions() == null ? response : response.header("x-amz-delete-marker", "true");
    }

    static HttpResponse many(Exchange exchange, Bucket bucket) throws IOException {
        if (exchange.header("content-md5") == null && ExpectedChecksum.of(exchange.http()) == null) {
            throw S3Error.invalidRequest("Missing required header for this request: Content-MD5");
        }
        byte[] document = PayloadReader.document(exchange);
        List<Map<String, String>> objects = XmlReader.elements(document, "Delete", "Object");
        if (objects.isEmpty() || objects.size() > MOST) {
            throw S3Error.malformedXml();
        }
        boolean quiet = XmlReader.isTrue(new String(document, StandardCharsets.UTF_8), "Quiet");
        Xml xml = new Xml().root("DeleteResult");
        for (Map<String, String> object : objects) {
            String key = object.getOrDefault("Key", "");
            if (key.isEmpty()) {
                throw S3Error.malformedXml();
            }
            bucket.remove(key);
            if (!quiet) {
                xml.open("Deleted").element("Key", key).close("Deleted");
            }
        }
        return HttpResponse.ok().xml(xml.close("DeleteResult").toString());
    }
}
