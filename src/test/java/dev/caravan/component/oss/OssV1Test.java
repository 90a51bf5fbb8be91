package dev.caravan.component.oss;

import static dev.caravan.local.Assertions.assertThat;

import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.common.auth.DefaultCredentials;
import com.aliyun.oss.common.comm.RequestMessage;
import com.aliyun.oss.internal.signer.OSSSignerParams;
import com.aliyun.oss.internal.signer.OSSV1Signer;
import dev.caravan.component.wire.ReadRequest;
import dev.caravan.component.wire.SigningTime;
import dev.caravan.job.Credentials;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OssV1Test {

    @ParameterizedTest
    @CsvSource({
        "GET, a/b, '', ''",
        "HEAD, 'odd //key +%&?#中😀', 'token/+=', ''",
        "GET, '', '', ''",
        "GET, '', 'token/+=', 'CgJ0dC 中&='",
    })
    void signsAsTheSdkDoes(String method, String key, String token, String continuation) {
        RequestMessage message = new RequestMessage("bucket", key);
        message.setMethod(HttpMethod.valueOf(method));
        ReadRequest request = key.isEmpty() ? ReadRequest.list() : ReadRequest.object(method, key);
        request.parameter("list-type", "2").parameter("prefix", "p").parameter("continuation-token", continuation);
        request.parameters().forEach(message::addParameter);
        request.header("x-oss-range-behavior", "standard").header("range", "bytes=0-9");
        request.headers().forEach(message::addHeader);
        new OSSV1Signer(new OSSSignerParams(
                        "/bucket/" + key, new DefaultCredentials("ak", "sk", token.isEmpty() ? null : token)))
                .sign(message);
        Instant time = ZonedDateTime.parse(message.getHeaders().get("Date"), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();

        new OssV1("bucket").sign(request, new Credentials("ak", "sk", token), SigningTime.at(time.getEpochSecond()));

        assertThat(request.headers())
                .containsEntry("authorization", message.getHeaders().get("Authorization"))
                .containsEntry("date", message.getHeaders().get("Date"));
    }
}
