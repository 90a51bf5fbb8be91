package dev.caravan.component.oss;

import dev.caravan.component.wire.HmacSha1;
import dev.caravan.component.wire.ReadRequest;
import dev.caravan.component.wire.SigningTime;
import dev.caravan.job.Credentials;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/** Signature V1 of OSS in a header (Aliyun OSS, "Include a V1 signature in the Authorization header"). */
final class OssV1 extends OssSigner {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** The only listing parameter that V1 signs. */
    private static final String SIGNED = "continuation-token";

    private final String bucket;

    OssV1(String bucket) {
        this.bucket = bucket;
    }

    @Override
    String authorization(ReadRequest request, Credentials credentials, SigningTime time) {
        String date = DATE.format(Instant.ofEpochSecond(time.epochSecond()));
        request.header("date", date);
        // No content MD5 and no content type, because nothing is sent.
        StringBuilder text = new StringBuilder(256)
                .append(request.method())
                .append("\n\n\n")
                .append(date)
                .append('\n');
        appendOwnHeaders(text, request);
        text.append('/').append(bucket).append('/').append(request.key());
        String token = request.parameters().get(SIGNED);
        if (token != null) {
            text.append('?').append(SIGNED).append('=').append(token);
        }
        return "OSS " + credentials.accessKeyId() + ':'
                + Base64.getEncoder().encodeToString(HmacSha1.sign(credentials.secretAccessKey(), text.toString()));
    }
}
