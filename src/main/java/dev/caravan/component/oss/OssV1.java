package dev.caravan.component.oss;

import dev.caravan.component.wire.HmacSha1;
import dev.caravan.component.wire.ReadRequest;
import dev.caravan.job.Credentials;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/** Signature V1 of OSS in a header (Aliyun OSS, "Include a V1 signature in the Authorization header"). */
record OssV1(String bucket) implements OssSigner {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** The only listing parameter that V1 signs. */
    private static final String SIGNED = "continuation-token";

    @Override
    public void sign(ReadRequest request, Credentials credentials) {
        sign(request, credentials, Instant.now());
    }

    void sign(ReadRequest request, Credentials credentials, Instant time) {
        String date = DATE.format(time);
        request.header("date", date);
        if (!credentials.sessionToken().isEmpty()) {
            request.header(TOKEN, credentials.sessionToken());
        }
        // Neither a content MD5 nor a content type: nothing is sent.
        StringBuilder text = new StringBuilder(256)
                .append(request.method())
                .append("\n\n\n")
                .append(date)
                .append('\n');
        request.headers().forEach((name, value) -> {
            if (name.startsWith("x-oss-")) {
                text.append(name).append(':').append(value).append('\n');
            }
        });
        text.append('/').append(bucket).append('/').append(request.key());
        String token = request.parameters().get(SIGNED);
        if (token != null) {
            text.append('?').append(SIGNED).append('=').append(token);
        }
        request.header(
                "authorization",
                "OSS " + credentials.accessKeyId() + ':'
                        + Base64.getEncoder()
                                .encodeToString(HmacSha1.sign(credentials.secretAccessKey(), text.toString())));
    }
}
