package dev.caravan.local;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/** ListObjectsV2 and ListObjects. */
final class Listings {
    private static final int PAGE = 1000;
    private static final int SHORT_PAGE = 100;
    private static final String TOKEN = "1/";

    private Listings() {}

    static HttpResponse objects(Exchange exchange, Bucket bucket) {
        String type = exchange.query("list-type");
        if (type != null && !type.equals("2")) {
            throw S3Error.invalidArgument("list-type", type, "Invalid List Type specified in Request");
        }
        boolean v2 =
                type != null && exchange.faults().stream().noneMatch(FaultAction.ListObjectsOnly.class::isInstance);
        String prefix = exchange.query("prefix", "");
        String delimiter = exchange.query("delimiter", "");
        int most = bucket.has(Quirk.SHORT_PAGES) ? SHORT_PAGE : PAGE;
        int max = Math.min(exchange.number("max-keys", most), most);
        String token = exchange.query("continuation-token");
        String start = blankToNull(exchange.query(v2 ? "start-after" : "marker"));
        String after = v2 && token != null ? fromToken(token) : start;
        Page page = faulty(Page.of(bucket.map(), prefix, blankToNull(delimiter), after, max), exchange.faults());

        boolean url = isUrlEncoded(exchange);
        Xml xml = new Xml(512 + 320 * page.objects().size())
                .root("ListBucketResult")
                .element("Name", bucket.name())
                .element("Prefix", text(prefix, url));
        if (v2) {
            if (start != null) {
                xml.element("StartAfter", text(start, url));
            }
            xml.elementIf("ContinuationToken", token);
            if (page.truncated()) {
                xml.element("NextContinuationToken", toToken(page.last()));
            }
            xml.element("KeyCount", page.objects().size() + page.prefixes().size());
        } else {
            xml.element("Marker", text(start == null ? "" : start, url));
            if (page.truncated() && !delimiter.isEmpty()) {
                xml.element("NextMarker", text(page.last(), url));
            }
        }
        xml.element("MaxKeys", max);
        if (!delimiter.isEmpty()) {
            xml.element("Delimiter", text(delimiter, url));
        }
        xml.elementIf("EncodingType", exchange.query("encoding-type"))
                .element("IsTruncated", Boolean.toString(page.truncated()));
        page.objects().forEach(object -> contents(xml, object, url));
        page.prefixes()
                .forEach(group -> xml.open("CommonPrefixes")
                        .element("Prefix", text(group, url))
                        .close("CommonPrefixes"));
        return HttpResponse.ok().xml(xml.close("ListBucketResult").toString());
    }

    private static void contents(Xml xml, StoredObject object, boolean url) {
        xml.open("Contents")
                .element("Key", text(object.key(), url))
                .element("LastModified", HttpDates.iso(object.lastModified()))
                .element("ETag", Etags.quoted(object.etag()));
        if (object.checksum() != null) {
            xml.element("ChecksumAlgorithm", object.checksum().algorithm().name())
                    .element("ChecksumType", object.checksum().type());
        }
        xml.element("Size", object.size())
                .element("StorageClass", object.attributes().storageClass())
                .close("Contents");
    }

    static Page faulty(Page page, List<FaultAction> faults) {
        List<StoredObject> objects = page.objects();
        for (FaultAction fault : faults) {
            if (fault instanceof FaultAction.UnorderedPage && objects.size() > 1) {
                objects = new ArrayList<>(objects);
                Collections.swap(objects, 0, objects.size() - 1);
            } else if (fault instanceof FaultAction.DroppedKey dropped && dropped.index() < objects.size()) {
                objects = new ArrayList<>(objects);
                objects.remove(dropped.index());
            }
        }
        return new Page(objects, page.prefixes(), page.last(), page.truncated());
    }

    static boolean isUrlEncoded(Exchange exchange) {
        String type = exchange.query("encoding-type");
        if (type != null && !type.equals("url")) {
            throw S3Error.invalidArgument("encoding-type", type, "Invalid Encoding Method specified in Request");
        }
        return type != null;
    }

    static String text(String value, boolean url) {
        return url ? Percent.encodeListing(value) : value;
    }

    private static String blankToNull(String value) {
        return value == null || value.isEmpty() ? null : value;
    }

    private static String toToken(String last) {
        return Base64.getEncoder().encodeToString((TOKEN + last).getBytes(StandardCharsets.UTF_8));
    }

    private static String fromToken(String token) {
        try {
            String text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.startsWith(TOKEN)) {
                return text.substring(TOKEN.length());
            }
        } catch (IllegalArgumentException e) {
            // Gets the same error as a token of another kind.
        }
        throw S3Error.invalidArgument("continuation-token", token, "The continuation token provided is incorrect");
    }
}
