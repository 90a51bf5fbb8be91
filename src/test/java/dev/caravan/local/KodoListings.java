package dev.caravan.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Serves {@code /list} and {@code /stat}. */
final class KodoListings {
    private static final int MOST = 1000;
    private static final String SECRET = "only-this-server-";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonFactory FACTORY = new JsonFactory();

    private final KodoQuirks quirks;

    KodoListings(KodoQuirks quirks) {
        this.quirks = quirks;
    }

    HttpResponse list(Exchange exchange, Bucket bucket) throws IOException {
        int limit = exchange.number("limit", MOST);
        if (limit < 1 || limit > MOST) {
            throw new S3Error(400, "", "invalid list limit");
        }
        String marker = exchange.query("marker", "");
        String delimiter = exchange.query("delimiter", "");
        Page page = Page.of(
                bucket.map(),
                exchange.query("prefix", ""),
                delimiter.isEmpty() ? null : delimiter,
                marker.isEmpty() ? null : keyOf(marker),
                limit);
        List<StoredObject> objects = shown(page, exchange.faults());
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024 + objects.size() * 200);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            if (page.truncated()) {
                json.writeStringField("marker", markerOf(page.last()));
            }
            if (!page.prefixes().isEmpty()) {
                json.writeArrayFieldStart("commonPrefixes");
                for (String prefix : page.prefixes()) {
                    json.writeString(prefix);
                }
                json.writeEndArray();
            }
            if (!objects.isEmpty()) {
                json.writeArrayFieldStart("items");
                for (StoredObject object : objects) {
                    json.writeStartObject();
                    json.writeStringField("key", object.key());
                    describe(json, object);
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        return json(out.toByteArray());
    }

    /** Returns the visible objects of a page. Deleted objects count toward the page size but are not listed. */
    private static List<StoredObject> shown(Page page, List<FaultAction> faults) {
        List<StoredObject> objects = new ArrayList<>(page.objects());
        objects.removeIf(KodoState::isDeleted);
        for (FaultAction fault : faults) {
            if (fault instanceof FaultAction.UnorderedPage && objects.size() > 1) {
                Collections.swap(objects, 0, objects.size() - 1);
            } else if (fault instanceof FaultAction.DroppedKey dropped && dropped.index() < objects.size()) {
                objects.remove(dropped.index());
            }
        }
        return objects;
    }

    static HttpResponse stat(StoredObject object) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            describe(json, object);
            String restore = KodoState.restoreStatus(object);
            if (restore != null) {
                json.writeNumberField("restoreStatus", Integer.parseInt(restore));
            }
            json.writeEndObject();
        }
        return json(out.toByteArray());
    }

    private static void describe(JsonGenerator json, StoredObject object) throws IOException {
        json.writeStringField("hash", object.etag());
        json.writeNumberField("fsize", object.size());
        json.writeNumberField("putTime", object.lastModified().getEpochSecond() * 10_000_000);
        json.writeStringField("mimeType", KodoReads.type(object));
        json.writeNumberField("type", KodoState.type(object));
        json.writeNumberField("status", KodoState.isDisabled(object) ? 1 : 0);
        Map<String, String> user = object.attributes().metadata();
        if (!user.isEmpty()) {
            json.writeObjectFieldStart("x-qn-meta");
            for (Map.Entry<String, String> entry : user.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        }
    }

    private static HttpResponse json(byte[] text) {
        return HttpResponse.ok().header("Content-Type", "application/json").body(Content.of(text), 0, text.length);
    }

    private String markerOf(String key) throws IOException {
        String text = quirks.markers() == KodoQuirks.Markers.PLAIN
                ? "{\"c\":0,\"k\":" + JSON.writeValueAsString(key) + "}"
                : SECRET + key;
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the key to continue after; null to start at the beginning. */
    private String keyOf(String marker) {
        try {
            byte[] text = Base64.getUrlDecoder().decode(marker);
            String plain = new String(text, StandardCharsets.UTF_8);
            if (quirks.markers() != KodoQuirks.Markers.PLAIN) {
                if (plain.startsWith(SECRET)) {
                    return plain.substring(SECRET.length());
                }
            } else {
                JsonNode node = JSON.readTree(text);
                if (node.path("c").isInt() && node.path("k").isTextual()) {
                    return node.path("k").asText();
                }
            }
        } catch (IllegalArgumentException | IOException e) {
            // Gets the same error as a marker of another kind.
        }
        if (quirks.markers() == KodoQuirks.Markers.FORGIVING) {
            return null;
        }
        throw new S3Error(640, "", "invalid marker");
    }
}
