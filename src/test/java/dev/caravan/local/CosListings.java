package dev.caravan.local;

import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * GetBucket of Tencent COS, which lists the keys after a marker. The listing shows the present state or an earlier one,
 * as COS may do for a while.
 */
final class CosListings {
    private static final int PAGE = 1000;

    private final Map<String, NavigableMap<String, StoredObject>> frozen = new ConcurrentHashMap<>();

    void freeze(Bucket bucket) {
        NavigableMap<String, StoredObject> copy = new ConcurrentSkipListMap<>(Utf8Order.COMPARATOR);
        copy.putAll(bucket.map());
        frozen.put(bucket.name(), copy);
    }

    void thaw(Bucket bucket) {
        frozen.remove(bucket.name());
    }

    HttpResponse page(Exchange exchange, Bucket bucket) {
        String prefix = exchange.query("prefix", "");
        String delimiter = exchange.query("delimiter", "");
        String marker = exchange.query("marker", "");
        int max = exchange.number("max-keys", PAGE);
        if (max > PAGE) {
            throw S3Error.badRequest("InvalidArgument", "max-keys is at most 1000");
        }
        Page page = Listings.faulty(
                Page.of(
                        frozen.getOrDefault(bucket.name(), bucket.map()),
                        prefix,
                        delimiter.isEmpty() ? null : delimiter,
                        marker.isEmpty() ? null : marker,
                        max),
                exchange.faults());

        boolean url = Listings.isUrlEncoded(exchange);
        Xml xml = new Xml(512 + 400 * page.objects().size())
                .open("ListBucketResult")
                .element("Name", bucket.name());
        if (url) {
            xml.element("EncodingType", "url");
        }
        xml.element("Prefix", Listings.text(prefix, url))
                .element("Marker", Listings.text(marker, url))
                .element("MaxKeys", max);
        if (!delimiter.isEmpty()) {
            xml.element("Delimiter", Listings.text(delimiter, url));
        }
        xml.element("IsTruncated", Boolean.toString(page.truncated()));
        if (page.truncated()) {
            xml.element("NextMarker", Listings.text(page.last(), url));
        }
        page.objects().forEach(object -> contents(xml, object, url));
        page.prefixes()
                .forEach(group -> xml.open("CommonPrefixes")
                        .element("Prefix", Listings.text(group, url))
                        .close("CommonPrefixes"));
        return HttpResponse.ok().xml(xml.close("ListBucketResult").toString());
    }

    private static void contents(Xml xml, StoredObject object, boolean url) {
        String storageClass = object.attributes().storageClass();
        xml.open("Contents")
                .element("Key", Listings.text(object.key(), url))
                .element("LastModified", HttpDates.iso(object.lastModified()))
                .element("ETag", Etags.quoted(object.etag()))
                .element("Size", object.size())
                .open("Owner")
                .element("ID", "1250000000")
                .element("DisplayName", "1250000000")
                .close("Owner")
                .element("StorageClass", storageClass);
        if (storageClass.equals("INTELLIGENT_TIERING")) {
            xml.element("StorageTier", "FREQUENT");
        }
        xml.close("Contents");
    }
}
