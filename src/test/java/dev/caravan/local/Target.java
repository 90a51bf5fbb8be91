package dev.caravan.local;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The target of a request: a bucket and a key; each may be null. */
record Target(String bucket, String key) {
    private static final int LONGEST_KEY = 1024;
    private static final Set<String> NOT_HERE = Set.of(
            "accelerate",
            "analytics",
            "attributes",
            "cors",
            "encryption",
            "intelligent-tiering",
            "inventory",
            "legal-hold",
            "lifecycle",
            "logging",
            "metrics",
            "notification",
            "policy",
            "policyStatus",
            "publicAccessBlock",
            "replication",
            "requestPayment",
            "restore",
            "select",
            "torrent",
            "website",
            "X-Amz-Algorithm");

    /** The subresources of a bucket that GET supports in addition to listings. */
    private static final Map<String, Operation> OF_BUCKET = Map.of(
            "acl", Operation.GET_ACL,
            "object-lock", Operation.GET_OBJECT_LOCK,
            "ownershipControls", Operation.GET_OWNERSHIP,
            "versioning", Operation.GET_VERSIONING,
            "versions", Operation.LIST_VERSIONS);

    static Target of(HttpRequest http) {
        String path = http.path();
        if (!path.startsWith("/")) {
            throw S3Error.badRequest("InvalidURI", "Couldn't parse the specified URI.");
        }
        String bucket = virtualHost(http.header("host", ""));
        String rawKey = path.substring(1);
        if (bucket == null) {
            int slash = rawKey.indexOf('/');
            String rawBucket = slash < 0 ? rawKey : rawKey.substring(0, slash);
            rawKey = slash < 0 ? "" : rawKey.substring(slash + 1);
            if (rawBucket.isEmpty()) {
                if (slash >= 0) {
                    throw S3Error.badRequest("InvalidBucketName", "The specified bucket is not valid.");
                }
                return new Target(null, null);
            }
            bucket = Percent.decodePath(rawBucket);
        }
        if (rawKey.isEmpty()) {
            return new Target(bucket, null);
        }
        String key = Percent.decodePath(rawKey);
        int size = key.getBytes(StandardCharsets.UTF_8).length;
        if (size > LONGEST_KEY) {
            throw S3Error.badRequest("KeyTooLongError", "Your key is too long")
                    .detail("Size", Integer.toString(size))
                    .detail("MaxSizeAllowed", Integer.toString(LONGEST_KEY));
        }
        return new Target(bucket, key);
    }

    private static String virtualHost(String header) {
        int colon = header.lastIndexOf(':');
        String host = (colon < 0 ? header : header.substring(0, colon)).toLowerCase(Locale.ROOT);
        int end = host.endsWith(".localhost") ? host.length() - ".localhost".length() : host.indexOf(".s3.local");
        return end > 0 ? host.substring(0, end) : null;
    }

    Operation operation(HttpRequest http, Map<String, String> query) {
        if (query.keySet().stream().anyMatch(NOT_HERE::contains)) {
            return Operation.UNKNOWN;
        }
        if (!http.method().equals("GET")
                && (query.containsKey("retention") || query.keySet().stream().anyMatch(OF_BUCKET::containsKey))) {
            return Operation.UNKNOWN;
        }
        if (bucket == null) {
            return http.method().equals("GET") ? Operation.LIST_BUCKETS : Operation.UNKNOWN;
        }
        return key == null ? onBucket(http.method(), query) : onObject(http, query);
    }

    private static Operation onBucket(String method, Map<String, String> query) {
        return switch (method) {
            case "GET" -> {
                if (query.containsKey("location")) {
                    yield Operation.LOCATION;
                }
                if (query.containsKey("tagging")) {
                    yield Operation.UNKNOWN;
                }
                for (Map.Entry<String, Operation> part : OF_BUCKET.entrySet()) {
                    if (query.containsKey(part.getKey())) {
                        yield part.getValue();
                    }
                }
                yield query.containsKey("uploads") ? Operation.LIST_UPLOADS : Operation.LIST;
            }
            case "HEAD" -> Operation.HEAD_BUCKET;
            case "PUT" -> query.isEmpty() ? Operation.CREATE_BUCKET : Operation.UNKNOWN;
            case "DELETE" -> query.isEmpty() ? Operation.DELETE_BUCKET : Operation.UNKNOWN;
            case "POST" -> query.containsKey("delete") ? Operation.DELETE_OBJECTS : Operation.UNKNOWN;
            default -> Operation.UNKNOWN;
        };
    }

    private static Operation onObject(HttpRequest http, Map<String, String> query) {
        boolean upload = query.containsKey("uploadId");
        boolean tagging = query.containsKey("tagging");
        boolean copy = http.header("x-amz-copy-source") != null;
        return switch (http.method()) {
            case "GET" -> {
                if (query.containsKey("acl") || query.containsKey("retention")) {
                    yield query.containsKey("acl") ? Operation.GET_ACL : Operation.GET_RETENTION;
                }
                yield upload ? Operation.LIST_PARTS : tagging ? Operation.GET_TAGGING : Operation.GET;
            }
            case "HEAD" -> Operation.HEAD;
            case "PUT" -> {
                if (upload) {
                    yield copy ? Operation.COPY_PART : Operation.UPLOAD_PART;
                }
                if (tagging) {
                    yield Operation.PUT_TAGGING;
                }
                yield copy ? Operation.COPY : Operation.PUT;
            }
            case "POST" -> {
                if (query.containsKey("uploads")) {
                    yield Operation.CREATE_UPLOAD;
                }
                yield upload ? Operation.COMPLETE : Operation.UNKNOWN;
            }
            case "DELETE" -> upload ? Operation.ABORT : tagging ? Operation.DELETE_TAGGING : Operation.DELETE;
            default -> Operation.UNKNOWN;
        };
    }
}
