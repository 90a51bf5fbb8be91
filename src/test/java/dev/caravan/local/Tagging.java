package dev.caravan.local;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Object tags: the header of a PUT, and the tagging operations. */
final class Tagging {
    private static final int MOST = 10;

    private Tagging() {}

    static Map<String, String> ofHeader(String header) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (header == null || header.isEmpty()) {
            return tags;
        }
        for (String pair : header.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            add(tags, Percent.decodeQuery(name), equals < 0 ? "" : Percent.decodeQuery(pair.substring(equals + 1)));
        }
        return tags;
    }

    private static void add(Map<String, String> tags, String key, String value) {
        if (key.isEmpty() || key.length() > 128) {
            throw S3Error.badRequest("InvalidTag", "The TagKey you have provided is invalid");
        }
        if (value.length() > 256) {
            throw S3Error.badRequest("InvalidTag", "The TagValue you have provided is invalid");
        }
        if (tags.put(key, value) != null) {
            throw S3Error.badRequest("InvalidTag", "Cannot provide multiple Tags with the same key");
        }
        if (tags.size() > MOST) {
            throw S3Error.badRequest("BadRequest", "Object tags cannot be greater than " + MOST);
        }
    }

    static HttpResponse get(Exchange exchange, Bucket bucket) {
        StoredObject object = Reads.find(exchange, bucket);
        Xml xml = new Xml().root("Tagging").open("TagSet");
        object.attributes()
                .tags()
                .forEach((key, value) -> xml.open("Tag")
                        .element("Key", key)
                        .element("Value", value)
                        .close("Tag"));
        return HttpResponse.ok().xml(xml.close("TagSet").close("Tagging").toString());
    }

    static HttpResponse put(Exchange exchange, Bucket bucket) throws IOException {
        StoredObject object = Reads.find(bucket, exchange.key());
        Map<String, String> tags = new LinkedHashMap<>();
        for (Map<String, String> tag : XmlReader.elements(PayloadReader.document(exchange), "Tagging", "Tag")) {
            add(tags, tag.getOrDefault("Key", ""), tag.getOrDefault("Value", ""));
        }
        bucket.replaceAttributes(object, object.attributes().withTags(tags));
        return HttpResponse.ok();
    }

    static HttpResponse delete(Exchange exchange, Bucket bucket) {
        StoredObject object = Reads.find(bucket, exchange.key());
        bucket.replaceAttributes(object, object.attributes().withTags(Map.of()));
        return HttpResponse.of(204);
    }
}
