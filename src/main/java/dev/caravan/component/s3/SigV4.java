package dev.caravan.component.s3;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * AWS Signature Version 4 for S3, in a header ("Authenticating Requests: Using the Authorization Header"). It keeps the
 * signing key of the day, which is four of the five HMACs.
 */
final class SigV4 {

    /** The payload hash of a request whose body isn't part of the signature. */
    static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

    private static final String HMAC = "HmacSHA256";
    private static final HexFormat HEX = HexFormat.of();
    private static final ThreadLocal<Tools> TOOLS = ThreadLocal.withInitial(Tools::new);

    private final String region;
    private final String service;
    private volatile DayKey dayKey = new DayKey("", "", null);

    SigV4(String region, String service) {
        this.region = region;
        this.service = service;
    }

    /**
     * The value of the {@code Authorization} header.
     *
     * @param path encoded, as it is sent
     * @param query encoded and sorted by name, as it is sent; empty for none
     * @param headers all that are to be signed, with {@code host} and {@code x-amz-date}
     * @param payloadHash the value of {@code x-amz-content-sha256}
     */
    String authorization(
            String method,
            String path,
            String query,
            S3Headers headers,
            String payloadHash,
            SigningTime time,
            AwsCredentialsIdentity credentials) {
        Tools tools = TOOLS.get();
        StringBuilder text = tools.text;
        text.setLength(0);
        text.append(method).append('\n').append(path).append('\n').append(query).append('\n');
        for (int i = 0; i < headers.size(); i++) {
            text.append(headers.name(i)).append(':');
            collapse(text, headers.value(i));
            text.append('\n');
        }
        text.append('\n');
        int names = text.length();
        signedNames(text, headers);
        String signedHeaders = text.substring(names);
        text.append('\n').append(payloadHash);
        String canonicalHash =
                HEX.formatHex(tools.sha256.digest(text.toString().getBytes(StandardCharsets.ISO_8859_1)));

        text.setLength(0);
        text.append(time.day())
                .append('/')
                .append(region)
                .append('/')
                .append(service)
                .append("/aws4_request");
        String scope = text.toString();
        text.setLength(0);
        text.append("AWS4-HMAC-SHA256\n").append(time.second()).append('\n');
        text.append(scope).append('\n').append(canonicalHash);
        byte[] signature = tools.hmac(
                signingKey(tools, credentials.secretAccessKey(), time.day()),
                text.toString().getBytes(StandardCharsets.ISO_8859_1));

        text.setLength(0);
        text.append("AWS4-HMAC-SHA256 Credential=")
                .append(credentials.accessKeyId())
                .append('/');
        text.append(scope).append(", SignedHeaders=").append(signedHeaders);
        text.append(", Signature=").append(HEX.formatHex(signature));
        return text.toString();
    }

    private static void signedNames(StringBuilder text, S3Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            text.append(i == 0 ? "" : ";").append(headers.name(i));
        }
    }

    /** Runs of spaces count as one in a signature. */
    private static void collapse(StringBuilder text, String value) {
        boolean space = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean blank = c == ' ' || c == '\t';
            if (!blank) {
                text.append(c);
            } else if (!space) {
                text.append(' ');
            }
            space = blank;
        }
    }

    private SecretKeySpec signingKey(Tools tools, String secret, String day) {
        DayKey known = dayKey;
        if (known.day.equals(day) && known.secret.equals(secret)) {
            return known.key;
        }
        byte[] key =
                tools.hmac(new SecretKeySpec(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), HMAC), ascii(day));
        key = tools.hmac(new SecretKeySpec(key, HMAC), ascii(region));
        key = tools.hmac(new SecretKeySpec(key, HMAC), ascii(service));
        key = tools.hmac(new SecretKeySpec(key, HMAC), ascii("aws4_request"));
        DayKey fresh = new DayKey(day, secret, new SecretKeySpec(key, HMAC));
        dayKey = fresh;
        return fresh.key;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

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

    /** What a thread reuses. */
    private static final class Tools {
        private final StringBuilder text = new StringBuilder(1024);
        private final MessageDigest sha256;
        private final Mac mac;
        private SecretKeySpec macKey;

        Tools() {
            try {
                sha256 = MessageDigest.getInstance("SHA-256");
                mac = Mac.getInstance(HMAC);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        @SuppressWarnings("ReferenceEquality") // The day's key is one object; comparing its bytes would cost more.
        byte[] hmac(SecretKeySpec key, byte[] data) {
            try {
                if (key != macKey) {
                    mac.init(key);
                    macKey = key;
                }
                return mac.doFinal(data);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has HMAC-SHA256", e);
            }
        }
    }
}
