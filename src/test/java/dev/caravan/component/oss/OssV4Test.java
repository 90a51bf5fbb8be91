package dev.caravan.component.oss;

import static dev.caravan.local.Assertions.assertThat;

import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.common.auth.DefaultCredentials;
import com.aliyun.oss.common.comm.RequestMessage;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.internal.signer.OSSSignerBase;
import com.aliyun.oss.internal.signer.OSSSignerParams;
import dev.caravan.component.wire.ReadRequest;
import dev.caravan.component.wire.SigningTime;
import dev.caravan.job.Credentials;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OssV4Test {

    private static final String ODD = "aZ9-_.~ /+%&=?#\\*'\"!()${}|^\r\n\u0001\u007fä中😀";

    @Test
    void signsAsTheSdkDoes() {
        Random random = new Random(7);
        int compared = 0;
        for (int i = 0; i < 300; i++) {
            String key = text(random);
            OSSSignerParams parameters = new OSSSignerParams(
                    "/bucket/" + key, new DefaultCredentials("ak", "sk", i % 3 == 0 ? "token/+=" : null));
            parameters.setProduct("oss");
            parameters.setRegion("cn-hangzhou");
            RequestMessage message = new RequestMessage("bucket", key);
            message.setMethod(HttpMethod.GET);
            ReadRequest request = key.isEmpty() ? ReadRequest.list() : ReadRequest.object("GET", key);
            if (key.isEmpty() || i % 4 == 0) {
                // The SDK makes wrong signatures if a value has white space at its ends.
                String value = "x" + text(random) + "x";
                message.addParameter("start-after", value);
                request.parameter("start-after", value);
                message.addParameter("list-type", "2");
                request.parameter("list-type", "2");
            } else {
                message.addHeader("x-oss-range-behavior", "standard");
                request.header("x-oss-range-behavior", "standard").header("range", "bytes=0-9");
            }
            OSSSignerBase.createRequestSigner(SignVersion.V4, parameters).sign(message);
            Instant time = Instant.from(DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                    .withZone(ZoneOffset.UTC)
                    .parse(message.getHeaders().get("x-oss-date")));
            new OssV4("bucket", "cn-hangzhou")
                    .sign(
                            request,
                            new Credentials("ak", "sk", i % 3 == 0 ? "token/+=" : ""),
                            SigningTime.at(time.getEpochSecond()));
            assertThat(request.headers().get("authorization"))
                    .as("key %s, query %s", key, request.query())
                    .isEqualTo(message.getHeaders().get("Authorization"));
            compared++;
        }
        assertThat(compared).isEqualTo(300);
    }

    @Test
    void anotherDayOrSecretGetsAnotherSigningKey() {
        OssV4 signer = new OssV4("bucket", "cn-hangzhou");
        String first = authorization(signer, "sk", "2026-01-01T00:00:00Z");
        assertThat(authorization(signer, "sk", "2026-01-02T00:00:00Z")).isNotEqualTo(first);
        assertThat(authorization(signer, "other", "2026-01-01T00:00:00Z")).isNotEqualTo(first);
        assertThat(authorization(signer, "sk", "2026-01-01T00:00:00Z")).isEqualTo(first);
    }

    private static String authorization(OssV4 signer, String secret, String time) {
        ReadRequest request = ReadRequest.object("HEAD", "a");
        signer.sign(
                request,
                new Credentials("ak", secret, ""),
                SigningTime.at(Instant.parse(time).getEpochSecond()));
        return request.headers().get("authorization");
    }

    private static String text(Random random) {
        int[] odd = ODD.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(8); n > 0; n--) {
            text.appendCodePoint(odd[random.nextInt(odd.length)]);
        }
        return text.toString();
    }
}
