package dev.caravan.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** The protocol of Qiniu Kodo: management on one host, downloads on a host per bucket. */
final class KodoProtocol implements Protocol {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Bucket> buckets;
    private final Map<String, String> domains;
    private final KodoSignatures signatures;
    private final KodoQuirks quirks;
    private final KodoListings listings;
    private final KodoReads reads;

    /**
     * @param domains the buckets that hosts without a port are bound to, beside those that begin with a bucket's name
     */
    KodoProtocol(
            Map<String, Bucket> buckets, Map<String, String> domains, KodoSignatures signatures, KodoQuirks quirks) {
        this.buckets = buckets;
        this.domains = domains;
        this.signatures = signatures;
        this.quirks = quirks;
        this.listings = new KodoListings(quirks);
        this.reads = new KodoReads(quirks);
    }

    @Override
    public Target target(HttpRequest http, Map<String, String> query) {
        String bucket = downloadBucket(http);
        if (bucket != null) {
            return new Target(bucket, Percent.decodePath(http.path().substring(1)));
        }
        if (http.path().equals("/list")) {
            return new Target(query.get("bucket"), null);
        }
        if (http.path().startsWith("/stat/")) {
            return entry(http.path().substring("/stat/".length()));
        }
        return new Target(null, null);
    }

    private String downloadBucket(HttpRequest http) {
        String host = http.header("host", "");
        int colon = host.lastIndexOf(':');
        String name = (colon < 0 ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
        if (domains.containsKey(name)) {
            return domains.get(name);
        }
        for (String end : new String[] {".127.0.0.1", ".kodo.caravan.test"}) {
            if (name.endsWith(end)) {
                return name.substring(0, name.length() - end.length());
            }
        }
        return null;
    }

    private static Target entry(String encoded) {
        try {
            String entry = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = entry.indexOf(':');
            if (colon > 0) {
                return new Target(entry.substring(0, colon), entry.substring(colon + 1));
            }
        } catch (IllegalArgumentException e) {
            // Gets the same error as an entry without a key.
        }
        throw new S3Error(400, "", "invalid argument");
    }

    @Override
    public Operation operation(HttpRequest http, Target target, Map<String, String> query) {
        boolean read = http.method().equals("GET") || http.method().equals("HEAD");
        if (downloadBucket(http) != null) {
            return read ? Operation.GET : Operation.UNKNOWN;
        }
        if (http.path().equals("/list")) {
            return Operation.LIST;
        }
        return http.path().startsWith("/stat/") ? Operation.HEAD : Operation.UNKNOWN;
    }

    @Override
    public void check(Exchange exchange) {
        Bucket bucket = exchange.bucketName() == null ? null : buckets.get(exchange.bucketName());
        if (exchange.operation() == Operation.GET) {
            if (bucket == null) {
                throw new S3Error(404, "", "no such domain");
            }
            if (!bucket.isPublic()) {
                download(exchange);
            }
        } else {
            signatures.management(exchange.http(), "");
        }
        if (bucket == null) {
            throw exchange.operation() == Operation.UNKNOWN
                    ? new S3Error(404, "", "api not found")
                    : new S3Error(631, "", "no such bucket");
        }
        if (bucket.isDenied(exchange.operation(), null)) {
            throw new S3Error(403, "AccessDenied", "access denied");
        }
    }

    private void download(Exchange exchange) {
        try {
            signatures.download(exchange.http(), "http", "https");
        } catch (S3Error e) {
            throw quirks.isRepeatingTokens()
                    ? new S3Error(
                            e.status(),
                            "",
                            e.getMessage() + ": " + exchange.http().query())
                    : e;
        }
    }

    @Override
    public HttpResponse handle(Exchange exchange) throws IOException {
        Bucket bucket = buckets.get(exchange.bucketName());
        return switch (exchange.operation()) {
            case LIST -> listings.list(exchange, bucket);
            case HEAD -> KodoListings.stat(find(bucket, exchange.key(), 612, "no such file or directory"));
            default -> reads.get(exchange, find(bucket, exchange.key(), 404, "Document not found"));
        };
    }

    private static StoredObject find(Bucket bucket, String key, int status, String message) {
        return bucket.get(key)
                .filter(object -> !KodoState.isDeleted(object))
                .orElseThrow(() -> new S3Error(status, "", message));
    }

    @Override
    public HttpResponse error(Exchange exchange, S3Error error, String requestId) {
        ObjectNode body = JSON.createObjectNode().put("error", error.getMessage());
        if (!error.code().isEmpty()) {
            body.put("error_code", error.code());
        }
        try {
            Content content = Content.of(JSON.writeValueAsBytes(body));
            return HttpResponse.of(error.status())
                    .header("Content-Type", "application/json")
                    .body(content, 0, content.length());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stamp(HttpResponse response, String requestId) {
        response.raw().header("X-Reqid", requestId).header("Server", "LocalKodo");
    }
}
