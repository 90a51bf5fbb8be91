package dev.caravan.local;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Verifies the Authorization header of OSS, V4 and V1, as strictly as the documents require. */
final class OssVerifier {
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration MAX_SKEW = Duration.ofMinutes(15);

    private final InstantSource clock;
    private final String region;
    private final Map<String, Credential> credentials = new ConcurrentHashMap<>();
    private final Set<String> expired = ConcurrentHashMap.newKeySet();

    OssVerifier(InstantSource clock, String region) {
        this.clock = clock;
        this.region = region;
    }

    void accept(Credential credential) {
        expired.remove(credential.accessKey());
        credentials.put(credential.accessKey(), credential);
    }

    void revoke(String accessKey) {
        Credential known = credentials.remove(accessKey);
        if (known != null && known.sessionToken() != null) {
            expired.add(accessKey);
        }
    }

    /** Returns the access key of the sender, or null if the request is not signed. */
    String verify(HttpRequest request, String bucket, String key) {
        String header = request.header("authorization");
        if (header == null) {
            return null;
        }
        if (header.startsWith(OssSignatures.V4 + " ")) {
            return v4(request, bucket, key, header.substring(OssSignatures.V4.length() + 1));
        }
        int colon = header.indexOf(':');
        if (header.startsWith("OSS ") && colon > 0) {
            Credential credential = credential(request, header.substring(4, colon));
            checkTime(rfc1123(request.header("x-oss-date", request.header("date", ""))));
            check(OssSignatures.v1(request, bucket, key, credential.secretKey()), header.substring(colon + 1));
            return credential.accessKey();
        }
        throw S3Error.invalidArgument("Authorization", "", "Authorization header is invalid.");
    }

    private String v4(HttpRequest request, String bucket, String key, String fields) {
        String[] scope = field(fields, "Credential").split("/", -1);
        if (scope.length != 5 || !scope[3].equals("oss") || !scope[4].equals("aliyun_v4_request")) {
            throw S3Error.invalidArgument("Authorization", "", "Invalid credential in Authorization header.");
        }
        Credential credential = credential(request, scope[0]);
        if (!scope[2].equals(region)) {
            throw S3Error.invalidArgument("Authorization", scope[2], "Invalid signing region in Authorization header.");
        }
        String time = request.header("x-oss-date", "");
        checkTime(basic(time));
        if (!time.startsWith(scope[1])) {
            throw S3Error.invalidArgument("Authorization", scope[1], "Invalid signing date in Authorization header.");
        }
        if (!"UNSIGNED-PAYLOAD".equals(request.header("x-oss-content-sha256"))) {
            throw S3Error.invalidArgument("x-oss-content-sha256", "", "The x-oss-content-sha256 header is required.");
        }
        String names = field(fields, "AdditionalHeaders");
        SortedSet<String> additional = new TreeSet<>(names.isEmpty() ? Set.of() : Arrays.asList(names.split(";", -1)));
        check(
                OssSignatures.v4(request, bucket, key, additional, credential.secretKey(), region, time),
                field(fields, "Signature"));
        return credential.accessKey();
    }

    private static String field(String fields, String name) {
        for (String part : fields.split(",", -1)) {
            if (part.strip().startsWith(name + "=")) {
                return part.strip().substring(name.length() + 1);
            }
        }
        return "";
    }

    private Credential credential(HttpRequest request, String accessKey) {
        if (expired.contains(accessKey)) {
            throw new S3Error(403, "SecurityTokenExpired", "The security token you provided has expired.")
                    .detail("EC", "0002-00000069");
        }
        Credential credential = credentials.get(accessKey);
        if (credential == null) {
            throw new S3Error(
                            403,
                            "InvalidAccessKeyId",
                            "The OSS Access Key Id you provided does not exist in our records.")
                    .detail("OSSAccessKeyId", accessKey)
                    .detail("EC", "0002-00000902");
        }
        String token = request.header("x-oss-security-token");
        boolean right = credential.sessionToken() == null
                ? token == null
                : token != null && Digests.same(credential.sessionToken(), token);
        if (!right) {
            throw new S3Error(403, "InvalidSecurityToken", "The security token you provided is invalid.")
                    .detail("EC", "0002-00000072");
        }
        return credential;
    }

    private void checkTime(Instant time) {
        Instant now = clock.instant();
        if (Duration.between(time, now).abs().compareTo(MAX_SKEW) > 0) {
            throw new S3Error(
                            403,
                            "RequestTimeTooSkewed",
                            "The difference between the request time and the current time is too large.")
                    .detail("ServerTime", HttpDates.iso(now))
                    .detail("EC", "0002-00000504");
        }
    }

    private static Instant basic(String text) {
        try {
            return Instant.from(BASIC.parse(text));
        } catch (DateTimeException e) {
            throw noTime();
        }
    }

    private static Instant rfc1123(String text) {
        return HttpDates.parse(text).orElseThrow(OssVerifier::noTime);
    }

    private static S3Error noTime() {
        return new S3Error(403, "AccessDenied", "OSS authentication requires a valid Date.")
                .detail("EC", "0002-00000503");
    }

    private static void check(String expected, String given) {
        if (!Digests.same(expected, given)) {
            throw new S3Error(
                            403,
                            "SignatureDoesNotMatch",
                            "The request signature we calculated does not match the signature you provided. Check your key"
                                    + " and signing method.")
                    .detail("SignatureProvided", given)
                    .detail("EC", "0002-00000040");
        }
    }
}
