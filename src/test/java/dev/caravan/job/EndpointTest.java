package dev.caravan.job;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:9000/, http://127.0.0.1:9000, true",
        "http://[::1]:9000, http://[::1]:9000, true",
        "HTTP://Minio:9000, http://minio:9000, true",
        "localhost:9000, https://localhost:9000, true",
        "https://s3.example.org, https://s3.example.org, false",
        "oss-cn-hangzhou.aliyuncs.com, https://oss-cn-hangzhou.aliyuncs.com, false",
        "https://x.example.org/storage/v1/s3/, https://x.example.org/storage/v1/s3, false",
    })
    void normalisesAndKnowsWhereABucketCannotStandInTheHostName(String text, String endpoint, boolean pathStyle) {
        assertThat(Endpoint.normalise(text)).isEqualTo(endpoint);
        assertThat(Endpoint.wantsPathStyle(endpoint)).isEqualTo(pathStyle);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://x",
                "https://",
                "http://a b",
                "https://x/?y=1",
                "https://x#y",
                "http://x:port",
                "http://x:0",
                "http://x:65536",
                "http://x:4294967297",
                "///"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.normalise(text))
                .withMessageContaining("is not the address of a service");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://me:hidden@host", "me:hidden@host"})
    void neverRepeatsAPassword(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.normalise(text))
                .withMessageContaining("credentials don't belong")
                .withMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @CsvSource({
        "'', https://s3.amazonaws.com, true",
        "https://s3.eu-west-1.amazonaws.com, '', true",
        "http://h:80, http://h, true",
        "https://h:443, https://h, true",
        "http://h, https://h, false",
        "'', http://h, false"
    })
    void knowsTheSameServiceByItsNames(String one, String other, boolean same) {
        assertThat(Endpoint.same(one, other)).isEqualTo(same);
    }
}
