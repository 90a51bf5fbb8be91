package dev.caravan.component.kodo;

import static dev.caravan.local.Assertions.assertThat;

import com.qiniu.http.Headers;
import com.qiniu.storage.BucketManager;
import com.qiniu.storage.Configuration;
import com.qiniu.util.Auth;
import dev.caravan.component.wire.Connections;
import dev.caravan.component.wire.Place;
import dev.caravan.component.wire.SigningTime;
import dev.caravan.job.Credentials;
import java.time.Instant;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the signature code with that of Qiniu's SDK. */
class KodoSignerTest {

    private static final Credentials KEY = new Credentials("AK", "the-secret", "");
    private static final Auth SDK = Auth.create("AK", "the-secret");

    private final KodoSigner signer = new KodoSigner("kodo://bucket");

    @ParameterizedTest
    @CsvSource({
        "GET, https://rsf-z0.qiniuapi.com, '/list?bucket=b&prefix=a%20b%2F%E4%B8%AD&limit=1000', ''",
        "POST, http://127.0.0.1:9000, /stat/YjprZXk=, application/x-www-form-urlencoded",
    })
    void signsManagementAsTheSdkDoes(String method, String host, String path, String type) throws Exception {
        Headers headers = Headers.of(type.isEmpty() ? Map.of() : Map.of("Content-Type", type));
        Headers expected = SDK.qiniuAuthorization(host + path, method, null, headers);
        Instant time = Instant.parse(
                expected.get("X-Qiniu-Date").replaceFirst("(....)(..)(..)T(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z"));
        ClassicHttpRequest request = Connections.request(method, path);

        signer.sign(request, Place.of("host", host), path, type, KEY, SigningTime.at(time.getEpochSecond()));

        assertThat(request.getHeader("Authorization").getValue()).isEqualTo(expected.get("Authorization"));
        assertThat(request.getHeader("X-Qiniu-Date").getValue()).isEqualTo(expected.get("X-Qiniu-Date"));
    }

    @ParameterizedTest
    @CsvSource({"/a/b%20c", "/%E4%B8%AD?attname=x"})
    void signsDownloadsAsTheSdkDoes(String path) {
        Place place = Place.of("domain", "https://cdn.example.com");
        assertThat(place.url() + signer.signedPath(place, path, KEY, SigningTime.at(1_796_000_000L - 3_600)))
                .isEqualTo(SDK.privateDownloadUrlWithDeadline(place.url() + path, 1_796_000_000L));
    }

    @Test
    void namesEntriesAndTheServiceOfRegionsAsTheSdkDoes() {
        for (String key : new String[] {"a/b", "ä中😀 ?", "", "ÿÿÿ>>>???"}) {
            assertThat(KodoWire.entry("bucket", key)).isEqualTo(BucketManager.encodedEntry("bucket", key));
        }
        assertThat(RegionQuery.SERVICE).isEqualTo(Configuration.defaultUcHost);
    }
}
