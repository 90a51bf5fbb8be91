package dev.caravan.local;

import java.util.Comparator;
import java.util.List;

/** ListParts and ListMultipartUploads. */
final class MultipartListings {
    private static final int PAGE = 1000;
    private static final Comparator<Upload> ORDER = Comparator.comparing(Upload::key, Utf8Order.COMPARATOR)
            .thenComparing(Upload::initiated)
            .thenComparing(Upload::id);

    private MultipartListings() {}

    static HttpResponse parts(Exchange exchange, Bucket bucket) {
        Upload upload = Multipart.find(exchange, bucket);
        int max = Math.min(exchange.number("max-parts", PAGE), PAGE);
        int marker = exchange.number("part-number-marker", 0);
        List<Part> rest = List.copyOf(upload.parts().tailMap(marker, false).values());
        List<Part> page = rest.subList(0, Math.min(max, rest.size()));
        boolean url = Listings.isUrlEncoded(exchange);
        Xml xml = new Xml()
                .root("ListPartsResult")
                .element("Bucket", bucket.name())
                .element("Key", Listings.text(upload.key(), url))
                .element("UploadId", upload.id())
                .element("StorageClass", upload.attributes().storageClass())
                .element("PartNumberMarker", marker);
        if (!page.isEmpty()) {
            xml.element("NextPartNumberMarker", page.get(page.size() - 1).number());
        }
        xml.element("MaxParts", max).element("IsTruncated", Boolean.toString(page.size() < rest.size()));
        if (upload.algorithm() != null) {
            xml.element("ChecksumAlgorithm", upload.algorithm().name())
                    .element("ChecksumType", upload.composite() ? "COMPOSITE" : "FULL_OBJECT");
        }
        for (Part part : page) {
            xml.open("Part")
                    .element("PartNumber", part.number())
                    .element("LastModified", HttpDates.iso(part.lastModified()))
                    .element("ETag", Etags.quoted(part.etag()))
                    .element("Size", part.size());
            if (part.checksum() != null) {
                xml.element(
                        part.checksum().algorithm().element(), part.checksum().value());
            }
            xml.close("Part");
        }
        return HttpResponse.ok().xml(xml.close("ListPartsResult").toString());
    }

    static HttpResponse uploads(Exchange exchange, Bucket bucket) {
        if (!exchange.query("delimiter", "").isEmpty()) {
            throw S3Error.notImplemented("delimiter in a listing of uploads");
        }
        int max = Math.min(exchange.number("max-uploads", PAGE), PAGE);
        String prefix = exchange.query("prefix", "");
        String keyMarker = exchange.query("key-marker", "");
        String idMarker = exchange.query("upload-id-marker", "");
        List<Upload> all = bucket.openUploads().stream()
                .filter(upload -> upload.key().startsWith(prefix))
                .sorted(ORDER)
                .toList();
        List<Upload> rest = after(all, keyMarker, idMarker);
        List<Upload> page = rest.subList(0, Math.min(max, rest.size()));
        boolean truncated = page.size() < rest.size() && !page.isEmpty();
        boolean url = Listings.isUrlEncoded(exchange);
        Xml xml = new Xml()
                .root("ListMultipartUploadsResult")
                .element("Bucket", bucket.name())
                .element("KeyMarker", Listings.text(keyMarker, url))
                .element("UploadIdMarker", idMarker);
        if (truncated) {
            Upload last = page.get(page.size() - 1);
            xml.element("NextKeyMarker", Listings.text(last.key(), url)).element("NextUploadIdMarker", last.id());
        }
        xml.element("Prefix", Listings.text(prefix, url))
                .element("MaxUploads", max)
                .elementIf("EncodingType", exchange.query("encoding-type"))
                .element("IsTruncated", Boolean.toString(truncated));
        for (Upload upload : page) {
            xml.open("Upload")
                    .element("Key", Listings.text(upload.key(), url))
                    .element("UploadId", upload.id())
                    .element("StorageClass", upload.attributes().storageClass())
                    .element("Initiated", HttpDates.iso(upload.initiated()))
                    .close("Upload");
        }
        return HttpResponse.ok().xml(xml.close("ListMultipartUploadsResult").toString());
    }

    /**
     * Returns the uploads after both markers, or after all uploads of the key if there is no ID marker. An ended upload
     * counts as passed.
     */
    private static List<Upload> after(List<Upload> sorted, String keyMarker, String idMarker) {
        if (keyMarker.isEmpty()) {
            return sorted;
        }
        for (int i = 0; i < sorted.size(); i++) {
            Upload upload = sorted.get(i);
            if (upload.key().equals(keyMarker) && upload.id().equals(idMarker)) {
                return sorted.subList(i + 1, sorted.size());
            }
        }
        return sorted.stream()
                .filter(upload -> Utf8Order.compare(upload.key(), keyMarker) > 0)
                .toList();
    }
}
