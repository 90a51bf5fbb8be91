package dev.caravan.component.oss;

import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.job.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signature V4 of OSS in a header (Aliyun OSS, "Include a V4 signature in the Authorization header"). The SDK's own signer trims the
 * values of a query before it signs them, so a listing after a key that ends with a space can't be signed by it; and it derives the
 * day's signing key, four of the five HMACs, anew for every request. A test holds both against each other.
 */
final class OssV4 implements OssSigner {

    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final String HMAC = "HmacSHA256";
    private static final HexFormat HEX = HexFormat.of();
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int DAY_DIGITS = 8;

    private final String bucket;
    private final String region;
    private volatile DayKey dayKey = new DayKey("", "", null);

    OssV4(String bucket, String region) {
        this.bucket = bucket;
        this.region = region;
    }

    @Override
    public void sign(OssRequest request, Credentials credentials) {
        sign(request, credentials, Instant.now());
    }

    void sign(OssRequest request, Credentials credentials, Instant now) {
        String time = FORMAT.format(now);
        String day = time.substring(0, DAY_DIGITS);
        request.header("x-oss-content-sha256", UNSIGNED).header("x-oss-date", time);
        if (!credentials.sessionToken().isEmpty()) {
            request.header(TOKEN, credentials.sessionToken());
        }
        String scope = day + '/' + region + "/oss/aliyun_v4_request";
        String toSign = "OSS4-HMAC-SHA256\n" + time + '\n' + scope + '\n' + sha256(canonical(request));
        byte[] signature = hmac(signingKey(credentials.secretAccessKey(), day), toSign);
        request.header(
                "authorization",
                "OSS4-HMAC-SHA256 Credential=" + credentials.accessKeyId() + '/' + scope + ",Signature="
                        + HEX.formatHex(signature));
    }

    private String canonical(OssRequest request) {
        StringBuilder text = new StringBuilder(512).append(request.method()).append('\n');
        // The bucket is signed as a part of the path also where it stands in the host.
        text.append('/').append(bucket).append('/');
        KeyEncoding.path(text, request.key());
        text.append('\n').append(request.query()).append('\n');
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            if (header.getKey().startsWith("x-oss-")) {
                text.append(header.getKey())
                        .append(':')
                        .append(header.getValue())
                        .append('\n');
            }
        }
        return text.append("\n\n").append(UNSIGNED).toString();
    }

    private SecretKeySpec signingKey(String secret, String day) {
        DayKey known = dayKey;
        if (known.day.equals(day) && known.secret.equals(secret)) {
            return known.key;
        }
        byte[] key = hmac(new SecretKeySpec(("aliyun_v4" + secret).getBytes(StandardCharsets.UTF_8), HMAC), day);
        for (String part : new String[] {region, "oss", "aliyun_v4_request"}) {
            key = hmac(new SecretKeySpec(key, HMAC), part);
        }
        DayKey fresh = new DayKey(day, secret, new SecretKeySpec(key, HMAC));
        dayKey = fresh;
        return fresh.key;
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }

    private static String sha256(String text) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** No record: its toString would show the secret. */
    private static final class DayKey {
        private final String day;
        private final String secret;
        private final SecretKeySpec key;

        DayKey(String day, String secret, SecretKeySpec key) {
            this.day = day;
            this.secret = secret;
            this.key = key;
        }
    }
}
