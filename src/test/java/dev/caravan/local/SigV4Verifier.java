package dev.caravan.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Verifies Signature Version 4 in the Authorization header, as strictly as S3. */
final class SigV4Verifier {
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration MAX_SKEW = Duration.ofMinutes(15);

    private final InstantSource clock;
    private final String service;
    private final Map<String, Credential> credentials = new ConcurrentHashMap<>();
    private final Map<String, SigningKey> signingKeys = new ConcurrentHashMap<>();

    /** Makes a verifier for S3. */
    SigV4Verifier(InstantSource clock) {
        this(clock, "s3");
    }

    SigV4Verifier(InstantSource clock, String service) {
        this.clock = clock;
        this.service = service;
    }

    void accept(Credential credential) {
        credentials.put(credential.accessKey(), credential);
        signingKeys.clear();
    }

    void forget(String accessKey) {
        credentials.remove(accessKey);
        signingKeys.clear();
    }

    /**
     * Returns the sender of a request to S3, or null if the request is not signed. The request has a header with the
     * hash of its body.
     */
    Identity verify(HttpRequest request) {
        return verify(request, request.header("x-amz-content-sha256"));
    }

    /** Returns the sender of a request whose body has this hash, or null if the request is not signed. */
    Identity verify(HttpRequest request, String payloadHash) {
        String header = request.header("authorization");
        if (header == null) {
            return null;
        }
        Authorization authorization = Authorization.parse(header, service);
        Credential credential = credentials.get(authorization.accessKey());
        if (credential == null) {
            throw new S3Error(
                            403,
                            "InvalidAccessKeyId",
                            "The AWS Access Key Id you provided does not exist in our records.")
                    .detail("AWSAccessKeyId", authorization.accessKey());
        }
        verifyToken(request, credential);
        String timestamp = verifyDate(request, authorization);
        verifySignedHeaders(request, authorization);
        if (payloadHash == null) {
            throw S3Error.invalidRequest("Missing required header for this request: x-amz-content-sha256");
        }
        String canonical = canonicalRequest(request, authorization.signedHeaders(), payloadHash);
        String toSign = Authorization.ALGORITHM + "\n" + timestamp + "\n" + authorization.scope() + "\n"
                + Digests.sha256Hex(canonical);
        SigningKey key = signingKeys.computeIfAbsent(
                credential.accessKey() + "/" + authorization.scope(),
                scope -> SigningKey.of(credential.secretKey(), authorization.date(), authorization.region(), service));
        if (!Digests.same(key.sign(toSign), authorization.signature())) {
            throw mismatch()
                    .detail("AWSAccessKeyId", authorization.accessKey())
                    .detail("StringToSign", toSign)
                    .detail("SignatureProvided", authorization.signature())
                    .detail("CanonicalRequest", canonical);
        }
        return new Identity(authorization, key, timestamp);
    }

    static S3Error mismatch() {
        return new S3Error(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your key and"
                        + " signing method.");
    }

    private static void verifyToken(HttpRequest request, Credential credential) {
        String token = request.header("x-amz-security-token");
        boolean right = credential.sessionToken() == null
                ? token == null
                : token != null && Digests.same(credential.sessionToken(), token);
        if (!right) {
            throw token == null
                    ? new S3Error(
                            403,
                            "InvalidAccessKeyId",
                            "The AWS Access Key Id you provided does not exist in our records.")
                    : S3Error.badRequest("InvalidToken", "The provided token is malformed or otherwise invalid.")
                            .detail("Token-0", token);
        }
    }

    private String verifyDate(HttpRequest request, Authorization authorization) {
        Instant time;
        try {
            String amzDate = request.header("x-amz-date");
            time = amzDate != null
                    ? Instant.from(BASIC.parse(amzDate))
                    : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(request.header("date", "")));
        } catch (DateTimeParseException e) {
            throw new S3Error(403, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header");
        }
        Instant now = clock.instant();
        if (Duration.between(time, now).abs().compareTo(MAX_SKEW) > 0) {
            throw new S3Error(
                            403,
                            "RequestTimeTooSkewed",
                            "The difference between the request time and the current time is too large.")
                    .detail("RequestTime", BASIC.format(time))
                    .detail("ServerTime", HttpDates.iso(now))
                    .detail("MaxAllowedSkewMilliseconds", Long.toString(MAX_SKEW.toMillis()));
        }
        String timestamp = BASIC.format(time);
        if (!timestamp.startsWith(authorization.date())) {
            throw Authorization.malformed("Invalid credential date \"" + authorization.date()
                    + "\". This date is not the same as X-Amz-Date: \"" + timestamp.substring(0, 8) + "\".");
        }
        return timestamp;
    }

    private static void verifySignedHeaders(HttpRequest request, Authorization authorization) {
        List<String> unsigned = new ArrayList<>();
        for (String name : request.headers().keySet()) {
            if ((name.equals("host") || name.startsWith("x-amz-"))
                    && !authorization.signedHeaders().contains(name)) {
                unsigned.add(name);
            }
        }
        if (!unsigned.isEmpty()) {
            throw new S3Error(403, "AccessDenied", "There were headers present in the request which were not signed")
                    .detail("HeadersNotSigned", String.join(", ", unsigned));
        }
    }

    /**
     * Returns the canonical request. It decodes the path and encodes it again, as S3 does: the SDK's Apache client
     * signs {@code a//b} and sends {@code a/%2Fb}. It neither normalises the path nor encodes it twice.
     */
    static String canonicalRequest(HttpRequest request, List<String> signedHeaders) {
        return canonicalRequest(request, signedHeaders, request.header("x-amz-content-sha256"));
    }

    private static String canonicalRequest(HttpRequest request, List<String> signedHeaders, String payloadHash) {
        StringBuilder canonical = new StringBuilder(512)
                .append(request.method())
                .append('\n')
                .append(Percent.encodePath(Percent.decodePath(request.path())))
                .append('\n')
                .append(canonicalQuery(request.query()))
                .append('\n');
        for (String name : signedHeaders) {
            canonical
                    .append(name)
                    .append(':')
                    .append(collapse(request.header(name, "")))
                    .append('\n');
        }
        return canonical
                .append('\n')
                .append(String.join(";", signedHeaders))
                .append('\n')
                .append(payloadHash)
                .toString();
    }

    static String canonicalQuery(String query) {
        if (query.isEmpty()) {
            return "";
        }
        List<String> pairs = new ArrayList<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                pairs.add(Percent.encodeStrict(Percent.decodeQuery(name)) + "="
                        + Percent.encodeStrict(Percent.decodeQuery(value)));
            }
        }
        // '=' sorts after '-', '.' and the digits, so the comparison must not include it in the names.
        Collections.sort(pairs, (a, b) -> {
            int byName = a.substring(0, a.indexOf('=')).compareTo(b.substring(0, b.indexOf('=')));
            return byName != 0 ? byName : a.compareTo(b);
        });
        return String.join("&", pairs);
    }

    private static String collapse(String value) {
        return value.indexOf("  ") < 0 ? value : value.replaceAll(" +", " ");
    }
}
