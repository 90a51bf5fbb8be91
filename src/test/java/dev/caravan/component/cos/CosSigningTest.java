package dev.caravan.component.cos;

import static dev.caravan.local.Assertions.assertThat;

import com.qcloud.cos.auth.BasicCOSCredentials;
import com.qcloud.cos.auth.COSSigner;
import com.qcloud.cos.endpoint.RegionEndpointBuilder;
import com.qcloud.cos.http.HttpMethodName;
import com.qcloud.cos.region.Region;
import com.qcloud.cos.utils.UrlEncoderUtils;
import dev.caravan.component.wire.ReadRequest;
import dev.caravan.job.Credentials;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the signature code with that of Tencent's SDK. */
class CosSigningTest {

    private static final String ODD = "aZ9-_.~ /+%&=?#\\*'\"!()${}|^\r\n\u0001\u007fä中😀";
    private static final String HOST = "photos-1250000000.cos.ap-guangzhou.myqcloud.com";

    private final CosSigning signing = new CosSigning(HOST);
    private final Random random = new Random(7);

    @Test
    void signsAsTheSdkDoes() {
        for (int i = 0; i < 300; i++) {
            String key = text();
            ReadRequest request = key.isEmpty() ? ReadRequest.list() : ReadRequest.object("HEAD", "x" + key);
            if (key.isEmpty() || i % 4 == 0) {
                request.parameter("marker", "x" + text() + "x").parameter("encoding-type", "url");
            } else {
                request.header("range", "bytes=0-9").header("if-match", "\"x" + i + "\"");
            }
            Map<String, String> headers = new HashMap<>(request.headers());
            headers.put("host", HOST);
            long second = 1_796_000_000L + i;
            String expected = new COSSigner()
                    .buildAuthorizationStr(
                            HttpMethodName.valueOf(request.method()),
                            "/" + request.key(),
                            headers,
                            new HashMap<>(request.parameters()),
                            new BasicCOSCredentials("AKID", "the-secret"),
                            new Date(second * 1000),
                            new Date((second + 3600) * 1000),
                            true);
            assertThat(signing.authorization(request, new Credentials("AKID", "the-secret", ""), second))
                    .isEqualTo(expected);
        }
    }

    @Test
    void encodesKeysAsTheSdkDoes() {
        CosConfiguration configuration = new CosConfiguration();
        configuration.setRegion("ap-guangzhou");
        configuration.setAnonymous(true);
        try (CosStore store = new CosStore("photos-1250000000", configuration)) {
            for (int i = 0; i < 300; i++) {
                String key = text() + (i % 3 == 0 ? "/./..//." + text() : "");
                assertThat(store.path(key)).isEqualTo(UrlEncoderUtils.encodeUrlPath("/" + key));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ap-guangzhou", "accelerate", "cos.ap-beijing", "cn-east", "cn-south-2", "sg", "na-toronto"})
    void namesHostsAsTheSdkDoes(String region) {
        CosConfiguration configuration = new CosConfiguration();
        configuration.setRegion(region);
        assertThat(CosAddress.of("photos-1250000000", configuration).host())
                .isEqualTo(new RegionEndpointBuilder(new Region(region)).buildGeneralApiEndpoint("photos-1250000000"));
    }

    private String text() {
        int[] odd = ODD.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(8); n > 0; n--) {
            text.appendCodePoint(odd[random.nextInt(odd.length)]);
        }
        return text.toString();
    }
}
