package dev.caravan.local;

import java.nio.charset.StandardCharsets;

/** The signing key, derived from a secret for one day, region and service. */
final class SigningKey {
    private final byte[] bytes;

    private SigningKey(byte[] bytes) {
        this.bytes = bytes;
    }

    static SigningKey of(String secretKey, String date, String region) {
        return of(secretKey, date, region, "s3");
    }

    static SigningKey of(String secretKey, String date, String region, String service) {
        byte[] day = Digests.hmac(("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8), date);
        byte[] regional = Digests.hmac(day, region);
        return new SigningKey(Digests.hmac(Digests.hmac(regional, service), "aws4_request"));
    }

    byte[] bytes() {
        return bytes;
    }

    String sign(String text) {
        return Digests.hex(Digests.hmac(bytes, text));
    }
}
