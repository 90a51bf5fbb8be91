package dev.caravan.component.oss;

import dev.caravan.component.wire.KeyEncoding;
import dev.caravan.component.wire.ReadRequest;
import dev.caravan.component.wire.SigningKey;
import dev.caravan.component.wire.SigningTime;
import dev.caravan.job.Credentials;

/**
 * Signature V4 of OSS in a header (Aliyun OSS, "Include a V4 signature in the Authorization header"). The SDK's signer
 * trims query values, so it can't sign a listing after a key that ends with a space, and it derives the signing key for
 * every request. A test compares both.
 */
final class OssV4 extends OssSigner {

    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    private final String bucket;
    private final String region;
    private final SigningKey key;

    OssV4(String bucket, String region) {
        this.bucket = bucket;
        this.region = region;
        this.key = new SigningKey("aliyun_v4", region, "oss", "aliyun_v4_request");
    }

    @Override
    String authorization(ReadRequest request, Credentials credentials, SigningTime time) {
        request.header("x-oss-content-sha256", UNSIGNED).header("x-oss-date", time.second());
        String scope = time.day() + '/' + region + "/oss/aliyun_v4_request";
        String toSign =
                "OSS4-HMAC-SHA256\n" + time.second() + '\n' + scope + '\n' + SigningKey.sha256(canonical(request));
        return "OSS4-HMAC-SHA256 Credential=" + credentials.accessKeyId() + '/' + scope + ",Signature="
                + key.sign(credentials.secretAccessKey(), time.day(), toSign);
    }

    private String canonical(ReadRequest request) {
        StringBuilder text = new StringBuilder(512).append(request.method()).append('\n');
        // The signed path includes the bucket even if the host names it.
        text.append('/').append(bucket).append('/');
        KeyEncoding.path(text, request.key());
        text.append('\n').append(request.query()).append('\n');
        appendOwnHeaders(text, request);
        return text.append("\n\n").append(UNSIGNED).toString();
    }
}
