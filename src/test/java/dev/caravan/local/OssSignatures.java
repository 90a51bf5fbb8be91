package dev.caravan.local;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Computes the V1 and V4 signatures of OSS as Aliyun's documents describe them ("Include a V4 (V1) signature in the
 * Authorization header").
 */
final class OssSignatures {
    static final String V4 = "OSS4-HMAC-SHA256";

    /** The query parameters that V1 signs, only those for reading. */
    private static final Set<String> SUB_RESOURCES = Set.of(
            "acl",
            "continuation-token",
            "location",
            "objectMeta",
            "response-content-type",
            "restore",
            "symlink",
            "tagging",
            "uploadId",
            "uploads",
            "versionId",
            "versions");

    private OssSignatures() {}

    /** @param additional names of additional headers to sign, in lower case */
    static String v4(
            HttpRequest request,
            String bucket,
            String key,
            SortedSet<String> additional,
            String secret,
            String region,
            String time) {
        StringBuilder canonical = new StringBuilder()
                .append(request.method())
                .append('\n')
                .append(Percent.encodePath(resource(bucket, key)))
                .append('\n')
                .append(query(request.query()))
                .append('\n');
        for (Map.Entry<String, String> header : new TreeMap<>(request.headers()).entrySet()) {
            String name = header.getKey();
            if (name.startsWith("x-oss-")
                    || name.equals("content-type")
                    || name.equals("content-md5")
                    || additional.contains(name)) {
                canonical.append(name).append(':').append(header.getValue()).append('\n');
            }
        }
        canonical
                .append('\n')
                .append(String.join(";", additional))
                .append('\n')
                .append(request.header("x-oss-content-sha256", ""));
        String day = time.substring(0, 8);
        String toSign = V4 + '\n' + time + '\n' + scope(day, region) + '\n' + Digests.sha256Hex(canonical.toString());
        byte[] signing = Digests.hmac(("aliyun_v4" + secret).getBytes(StandardCharsets.UTF_8), day);
        signing = Digests.hmac(Digests.hmac(Digests.hmac(signing, region), "oss"), "aliyun_v4_request");
        return Digests.hex(Digests.hmac(signing, toSign));
    }

    static String scope(String day, String region) {
        return day + "/" + region + "/oss/aliyun_v4_request";
    }

    private static String resource(String bucket, String key) {
        return bucket == null ? "/" : "/" + bucket + "/" + (key == null ? "" : key);
    }

    private static String query(String query) {
        TreeMap<String, String> sorted = new TreeMap<>();
        for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = Percent.encodeStrict(Percent.decodeQuery(equals < 0 ? pair : pair.substring(0, equals)));
            String value = equals < 0 ? "" : Percent.encodeStrict(Percent.decodeQuery(pair.substring(equals + 1)));
            sorted.put(name, value.isEmpty() ? name : name + "=" + value);
        }
        return String.join("&", sorted.values());
    }

    static String v1(HttpRequest request, String bucket, String key, String secret) {
        StringBuilder text = new StringBuilder()
                .append(request.method())
                .append('\n')
                .append(request.header("content-md5", ""))
                .append('\n')
                .append(request.header("content-type", ""))
                .append('\n')
                .append(request.header("x-oss-date", request.header("date", "")))
                .append('\n');
        for (Map.Entry<String, String> header : new TreeMap<>(request.headers()).entrySet()) {
            if (header.getKey().startsWith("x-oss-")) {
                text.append(header.getKey())
                        .append(':')
                        .append(header.getValue())
                        .append('\n');
            }
        }
        text.append(resource(bucket, key));
        List<String> signed =
                new ArrayList<>(new TreeSet<>(List.of(request.query().split("&", -1))));
        char separator = '?';
        for (String pair : signed) {
            int equals = pair.indexOf('=');
            String name = Percent.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
            if (SUB_RESOURCES.contains(name)) {
                text.append(separator).append(name);
                text.append(equals < 0 ? "" : "=" + Percent.decodeQuery(pair.substring(equals + 1)));
                separator = '&';
            }
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
