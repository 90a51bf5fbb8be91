package dev.caravan.component.s3;

import dev.caravan.component.wire.SigningKey;
import dev.caravan.component.wire.SigningTime;
import dev.caravan.job.Credentials;

/** AWS Signature Version 4 for S3, in a header ("Authenticating Requests: Using the Authorization Header"). */
final class SigV4 {

    static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

    private static final ThreadLocal<StringBuilder> TEXT = ThreadLocal.withInitial(() -> new StringBuilder(1024));

    private final String scope;
    private final SigningKey key;

    SigV4(String region, String service) {
        this.scope = '/' + region + '/' + service + "/aws4_request";
        this.key = new SigningKey("AWS4", region, service, "aws4_request");
    }

    /**
     * Returns the {@code Authorization} header.
     *
     * @param path encoded, as sent
     * @param query encoded and sorted by name, as sent; empty for none
     * @param headers to sign, including {@code host} and {@code x-amz-date}
     * @param payloadHash value of {@code x-amz-content-sha256}
     */
    String authorization(
            String method,
            String path,
            String query,
            S3Headers headers,
            String payloadHash,
            SigningTime time,
            Credentials credentials) {
        StringBuilder text = TEXT.get();
        text.setLength(0);
        text.append(method).append('\n').append(path).append('\n').append(query).append('\n');
        for (int i = 0; i < headers.size(); i++) {
            text.append(headers.name(i)).append(':');
            collapse(text, headers.value(i));
            text.append('\n');
        }
        text.append('\n');
        int names = text.length();
        for (int i = 0; i < headers.size(); i++) {
            text.append(i == 0 ? "" : ";").append(headers.name(i));
        }
        String signedHeaders = text.substring(names);
        text.append('\n').append(payloadHash);
        String canonicalHash = SigningKey.sha256(text.toString());

        text.setLength(0);
        text.append("AWS4-HMAC-SHA256\n").append(time.second()).append('\n');
        text.append(time.day()).append(scope).append('\n').append(canonicalHash);
        String signature = key.sign(credentials.secretAccessKey(), time.day(), text.toString());

        text.setLength(0);
        text.append("AWS4-HMAC-SHA256 Credential=")
                .append(credentials.accessKeyId())
                .append('/');
        text.append(time.day()).append(scope).append(", SignedHeaders=").append(signedHeaders);
        return text.append(", Signature=").append(signature).toString();
    }

    /** Appends a value with runs of spaces reduced to one, as signatures require. */
    private static void collapse(StringBuilder text, String value) {
        if (value.indexOf("  ") < 0 && value.indexOf('\t') < 0) {
            text.append(value);
            return;
        }
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
}
