package dev.caravan.local;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The protocol of Tencent COS: the host names the bucket, errors have COS's form, and a HEAD gets no error body. */
final class CosProtocol implements Protocol {
    private static final int LONGEST_KEY = 850 + 1024;

    private final Map<String, Bucket> buckets;
    private final Map<String, String> domains;
    private final CosSignatures signatures;
    private final CosListings listings;
    private final CosReads reads = new CosReads();

    CosProtocol(
            Map<String, Bucket> buckets, Map<String, String> domains, CosSignatures signatures, CosListings listings) {
        this.buckets = buckets;
        this.domains = domains;
        this.signatures = signatures;
        this.listings = listings;
    }

    @Override
    public Target target(HttpRequest http, Map<String, String> query) {
        String path = http.path();
        if (!path.startsWith("/")) {
            throw S3Error.badRequest("InvalidURI", "Could not parse the specified URI");
        }
        String key = Percent.decodePath(path.substring(1));
        if (key.length() > LONGEST_KEY) {
            throw S3Error.badRequest("KeyTooLong", "The key is too long");
        }
        return new Target(bucketOf(http.header("host", "")), key.isEmpty() ? null : key);
    }

    private String bucketOf(String header) {
        int colon = header.lastIndexOf(':');
        String host = (colon < 0 ? header : header.substring(0, colon)).toLowerCase(Locale.ROOT);
        String bound = domains.get(host);
        if (bound != null) {
            return bound;
        }
        for (String end : new String[] {".127.0.0.1", ".localhost"}) {
            if (host.endsWith(end)) {
                return host.substring(0, host.length() - end.length());
            }
        }
        int cos = host.endsWith(".myqcloud.com") ? host.indexOf(".cos.") : -1;
        if (cos > 0) {
            return host.substring(0, cos);
        }
        Set<String> names = buckets.keySet();
        return names.size() == 1 ? names.iterator().next() : null;
    }

    @Override
    public Operation operation(HttpRequest http, Target target, Map<String, String> query) {
        if (target.bucket() == null) {
            return Operation.UNKNOWN;
        }
        boolean bucket = target.key() == null;
        return switch (http.method()) {
            case "GET" -> bucket ? Operation.LIST : Operation.GET;
            case "HEAD" -> bucket ? Operation.HEAD_BUCKET : Operation.HEAD;
            default -> Operation.UNKNOWN;
        };
    }

    @Override
    public void check(Exchange exchange) {
        String sender = signatures.verify(exchange.http(), exchange.query());
        Bucket bucket = exchange.bucketName() == null ? null : buckets.get(exchange.bucketName());
        if (bucket == null) {
            throw new S3Error(404, "NoSuchBucket", "The specified bucket does not exist.");
        }
        if ((sender == null && !(bucket.isPublic() && exchange.operation().publicRead()))
                || bucket.isDenied(exchange.operation(), null)) {
            throw new S3Error(403, "AccessDenied", "Access Denied.");
        }
    }

    @Override
    public HttpResponse handle(Exchange exchange) {
        Bucket bucket = buckets.get(exchange.bucketName());
        HttpResponse response = switch (exchange.operation()) {
            case LIST -> listings.page(exchange, bucket);
            case HEAD_BUCKET -> HttpResponse.ok().header("x-cos-bucket-region", bucket.region());
            case GET, HEAD -> reads.object(exchange, bucket);
            default -> throw new S3Error(405, "MethodNotAllowed", "The method is not allowed.");
        };
        return response.raw();
    }

    @Override
    public HttpResponse error(Exchange exchange, S3Error error, String requestId) {
        HttpResponse response = HttpResponse.of(error.status()).raw();
        error.headers().forEach(response::header);
        // An error without a code simulates an error of a gateway.
        if (exchange.http().method().equals("HEAD")
                || error.status() == 304
                || error.code().isEmpty()) {
            return response;
        }
        return response.xml(new Xml()
                .open("Error")
                .element("Code", error.code())
                .element("Message", error.getMessage())
                .element(
                        "Resource",
                        exchange.http().header("host", "") + exchange.http().path())
                .element("RequestId", requestId)
                .element("TraceId", "OGVmYzZiMmQzYjA2OWNhODk0NTRkMTBiOWVmMDAx")
                .close("Error")
                .toString());
    }

    @Override
    public void stamp(HttpResponse response, String requestId) {
        response.header("x-cos-request-id", requestId).header("Server", "tencent-cos");
    }
}
