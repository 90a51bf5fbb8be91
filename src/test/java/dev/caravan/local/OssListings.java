package dev.caravan.local;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** Serves ListObjectsV2 and ListObjects of OSS. */
final class OssListings {
    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 1000;

    private OssListings() {}

    static HttpResponse objects(Exchange exchange, Bucket bucket) {
        boolean v2 = "2".equals(exchange.query("list-type"));
        String encoding = exchange.query("encoding-type");
        if (encoding != null && !encoding.equals("url")) {
            throw S3Error.invalidArgument("encoding-type", encoding, "The encoding type is invalid");
        }
        boolean url = encoding != null;
        String prefix = exchange.query("prefix", "");
        String delimiter = exchange.query("delimiter", "");
        int max = exchange.number("max-keys", USUAL_PAGE);
        if (max < 1 || max > LARGEST_PAGE) {
            throw S3Error.invalidArgument(
                    "max-keys", Integer.toString(max), "Argument max-keys must be between 1 and 1000");
        }
        String start = exchange.query(v2 ? "start-after" : "marker", "");
        String token = v2 ? exchange.query("continuation-token") : null;
        String after = token == null ? start : fromToken(token);
        Page page = Page.of(
                bucket.map(), prefix, delimiter.isEmpty() ? null : delimiter, after.isEmpty() ? null : after, max);

        Xml xml = new Xml(512 + 400 * page.objects().size())
                .open("ListBucketResult")
                .element("Name", bucket.name())
                .element("Prefix", text(prefix, url))
                .element("MaxKeys", max)
                .element("Delimiter", text(delimiter, url));
        if (url) {
            xml.element("EncodingType", "url");
        }
        xml.element("IsTruncated", Boolean.toString(page.truncated()));
        if (v2) {
            xml.element("StartAfter", text(start, url)).elementIf("ContinuationToken", token);
            if (page.truncated()) {
                xml.element("NextContinuationToken", toToken(page.last()));
            }
        } else {
            xml.element("Marker", text(start, url));
            if (page.truncated()) {
                xml.element("NextMarker", text(page.last(), url));
            }
        }
        boolean owner = !v2 || "true".equals(exchange.query("fetch-owner"));
        page.objects().forEach(object -> contents(xml, object, url, owner));
        page.prefixes()
                .forEach(group -> xml.open("CommonPrefixes")
                        .element("Prefix", text(group, url))
                        .close("CommonPrefixes"));
        if (v2) {
            xml.element("KeyCount", page.objects().size() + page.prefixes().size());
        }
        return HttpResponse.ok().xml(xml.close("ListBucketResult").toString());
    }

    private static void contents(Xml xml, StoredObject object, boolean url, boolean owner) {
        xml.open("Contents")
                .element("Key", text(object.key(), url))
                .element("LastModified", HttpDates.iso(object.lastModified()))
                .element("ETag", Etags.quoted(object.etag().toUpperCase(Locale.ROOT)))
                .element("Type", OssObjects.type(object))
                .element("Size", object.size())
                .element("StorageClass", OssObjects.storageClass(object))
                .elementIf("RestoreInfo", object.attributes().headers().get(OssObjects.RESTORE));
        if (owner) {
            xml.open("Owner").element("ID", "1").element("DisplayName", "local").close("Owner");
        }
        xml.close("Contents");
    }

    private static String text(String value, boolean url) {
        return url ? Percent.encodeStrict(value) : value;
    }

    private static String toToken(String last) {
        return Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    private static String fromToken(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw S3Error.invalidArgument("continuation-token", token, "The continuation token is invalid");
        }
    }
}
