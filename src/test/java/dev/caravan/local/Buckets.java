package dev.caravan.local;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Performs the operations on buckets themselves. */
final class Buckets {
    private Buckets() {}

    static HttpResponse list(Collection<Bucket> buckets) {
        Xml xml = new Xml().root("ListAllMyBucketsResult").open("Buckets");
        for (Bucket bucket : buckets) {
            xml.open("Bucket").element("Name", bucket.name()).element("CreationDate", "2026-01-01T00:00:00.000Z");
            xml.element("BucketRegion", bucket.region()).close("Bucket");
        }
        return HttpResponse.ok()
                .xml(xml.close("Buckets").close("ListAllMyBucketsResult").toString());
    }

    static HttpResponse create(Exchange exchange, Map<String, Bucket> buckets, String serverRegion) throws IOException {
        String region = serverRegion;
        if (exchange.http().contentLength() > 0) {
            byte[] document = PayloadReader.document(exchange);
            List<Map<String, String>> settings =
                    XmlReader.elements(document, "CreateBucketConfiguration", "CreateBucketConfiguration");
            region = settings.get(0).getOrDefault("LocationConstraint", serverRegion);
        }
        if (buckets.putIfAbsent(exchange.bucketName(), new Bucket(exchange.bucketName(), region)) != null) {
            throw new S3Error(
                    409,
                    "BucketAlreadyOwnedByYou",
                    "Your previous request to create the named bucket succeeded and you already own it.");
        }
        return HttpResponse.ok().header("Location", "/" + exchange.bucketName());
    }

    static HttpResponse delete(Bucket bucket, Map<String, Bucket> buckets) {
        if (bucket.size() > 0) {
            throw new S3Error(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
        }
        buckets.remove(bucket.name());
        return HttpResponse.of(204);
    }

    static HttpResponse location(Bucket bucket) {
        // S3 returns an empty name for the oldest region.
        String region = bucket.region().equals("us-east-1") ? "" : bucket.region();
        return HttpResponse.ok()
                .xml("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LocationConstraint xmlns=\"" + Xml.NAMESPACE + "\">"
                        + region + "</LocationConstraint>");
    }
}
