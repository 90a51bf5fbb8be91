package dev.caravan.local;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** The protocol of Aliyun OSS, only for reading. */
final class OssProtocol implements Protocol {
    private static final int LONGEST_KEY = 1024;
    private static final Set<String> NOT_HERE = Set.of(
            "acl",
            "cors",
            "encryption",
            "lifecycle",
            "location",
            "logging",
            "policy",
            "referer",
            "replication",
            "symlink",
            "tagging",
            "uploadId",
            "uploads",
            "versions",
            "website",
            "x-oss-process",
            "x-oss-signature");

    private final Map<String, Bucket> buckets;
    private final Map<String, String> domains;
    private final OssVerifier verifier;
    private final OssPolicies policies;

    OssProtocol(Map<String, Bucket> buckets, Map<String, String> domains, OssVerifier verifier, OssPolicies policies) {
        this.buckets = buckets;
        this.domains = domains;
        this.verifier = verifier;
        this.policies = policies;
    }

    @Override
    public Target target(HttpRequest http, Map<String, String> query) {
        String path = http.path();
        if (!path.startsWith("/")) {
            throw S3Error.badRequest("InvalidURI", "Couldn't parse the specified URI.");
        }
        String bucket = domains.get(host(http));
        String rawKey = path.substring(1);
        if (bucket == null) {
            int slash = rawKey.indexOf('/');
            bucket = Percent.decodePath(slash < 0 ? rawKey : rawKey.substring(0, slash));
            rawKey = slash < 0 ? "" : rawKey.substring(slash + 1);
        }
        if (bucket.isEmpty()) {
            return new Target(null, null);
        }
        String key = rawKey.isEmpty() ? null : Percent.decodePath(rawKey);
        if (key != null && key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            throw S3Error.badRequest("InvalidObjectName", "The specified object is not valid.");
        }
        return new Target(bucket, key);
    }

    private static String host(HttpRequest http) {
        String host = http.header("host", "");
        int colon = host.lastIndexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    @Override
    public Operation operation(HttpRequest http, Target target, Map<String, String> query) {
        if (target.bucket() == null || query.keySet().stream().anyMatch(NOT_HERE::contains)) {
            return Operation.UNKNOWN;
        }
        return switch (http.method()) {
            case "GET" -> target.key() == null ? Operation.LIST : Operation.GET;
            case "HEAD" -> target.key() == null ? Operation.UNKNOWN : Operation.HEAD;
            default -> Operation.UNKNOWN;
        };
    }

    @Override
    public void check(Exchange exchange) {
        String sender = verifier.verify(exchange.http(), exchange.bucketName(), exchange.key());
        Bucket bucket = exchange.bucketName() == null ? null : buckets.get(exchange.bucketName());
        if (bucket == null) {
            throw new S3Error(404, "NoSuchBucket", "The specified bucket does not exist.")
                    .detail("BucketName", String.valueOf(exchange.bucketName()));
        }
        if (policies.isPublicEndpointForbidden() && !domains.containsKey(host(exchange.http()))) {
            throw S3Error.badRequest(
                            "PublicEndpointForbidden", "Public endpoint is forbidden, please use custom domain instead")
                    .detail("EC", "0048-00000401");
        }
        boolean allowed = sender == null
                ? bucket.isPublic() && exchange.operation().publicRead()
                : !bucket.isDenied(exchange.operation(), null);
        if (!allowed) {
            throw new S3Error(403, "AccessDenied", "You have no right to access this object because of bucket acl.")
                    .detail("EC", "0003-00000001");
        }
    }

    @Override
    public HttpResponse handle(Exchange exchange) {
        Bucket bucket = buckets.get(exchange.bucketName());
        HttpResponse response = switch (exchange.operation()) {
            case LIST -> OssListings.objects(exchange, bucket);
            case GET, HEAD -> OssReads.get(exchange, bucket, policies);
            default ->
                throw S3Error.notImplemented(
                        exchange.http().method() + " " + exchange.http().query());
        };
        return response.raw();
    }

    /**
     * Returns the response to an error. An empty code gives an empty body. A code that starts with {@code <} is the
     * whole body, as from a gateway.
     */
    @Override
    public HttpResponse error(Exchange exchange, S3Error error, String requestId) {
        HttpResponse response = HttpResponse.of(error.status()).raw();
        error.headers().forEach(response::header);
        if (error.code().isEmpty()) {
            return response;
        }
        if (error.code().startsWith("<")) {
            Content document = Content.of(error.code());
            return response.header("Content-Type", "text/html").body(document, 0, document.length());
        }
        Xml xml = new Xml()
                .open("Error")
                .element("Code", error.code())
                .element("Message", error.getMessage())
                .element("RequestId", requestId)
                .element("HostId", exchange.http().header("host", ""));
        error.details().forEach(xml::element);
        String document = xml.close("Error").toString();
        if (error.details().containsKey("EC")) {
            response.header("x-oss-ec", error.details().get("EC"));
        }
        return exchange.http().method().equals("HEAD")
                ? response.header(
                        "x-oss-err", Base64.getEncoder().encodeToString(document.getBytes(StandardCharsets.UTF_8)))
                : response.xml(document);
    }

    @Override
    public void stamp(HttpResponse response, String requestId) {
        response.header("x-oss-request-id", requestId)
                .header("x-oss-server-time", 1)
                .header("Server", "AliyunOSS");
    }
}
