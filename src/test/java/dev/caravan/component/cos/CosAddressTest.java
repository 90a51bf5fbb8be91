package dev.caravan.component.cos;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.component.wire.Place;
import dev.caravan.job.Network;
import dev.caravan.store.InvalidException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CosAddressTest {

    private static final String BUCKET = "photos-1250000000";

    private final CosConfiguration configuration = new CosConfiguration();

    @Test
    void theRegionNamesTheHostByHttps() {
        configuration.setRegion("ap-guangzhou");
        expect(
                "https://photos-1250000000.cos.ap-guangzhou.myqcloud.com",
                "photos-1250000000.cos.ap-guangzhou.myqcloud.com");
        configuration.setNetwork(Network.ACCELERATE);
        expect(
                "https://photos-1250000000.cos.accelerate.myqcloud.com",
                "photos-1250000000.cos.accelerate.myqcloud.com");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:9000, http://127.0.0.1:9000, photos-1250000000.127.0.0.1:9000",
        "http://localhost:9000/, http://localhost:9000, photos-1250000000.localhost:9000",
        "http://gateway:9000, http://gateway:9000, photos-1250000000.gateway:9000",
        "http://[::1]:9000, http://[::1]:9000, photos-1250000000.[::1]:9000",
        "https://cos.ap-beijing.myqcloud.com, https://photos-1250000000.cos.ap-beijing.myqcloud.com,"
                + " photos-1250000000.cos.ap-beijing.myqcloud.com",
        "https://photos-1250000000.cos.ap-beijing.myqcloud.com,"
                + " https://photos-1250000000.cos.ap-beijing.myqcloud.com,"
                + " photos-1250000000.cos.ap-beijing.myqcloud.com",
        "HTTPS://Cos.Example.com:443, https://photos-1250000000.cos.example.com:443, photos-1250000000.cos.example.com",
    })
    void anEndpointHasTheBucketBeforeIt(String endpoint, String target, String host) {
        configuration.setEndpoint(endpoint);
        expect(target, host);
    }

    @Test
    void aDomainStandsForItself() {
        configuration.setDomain("files.example.com");
        expect("https://files.example.com", "files.example.com");
        configuration.setEndpoint("http://127.0.0.1:9000");
        expect("http://127.0.0.1:9000", "files.example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"cos.example.com", "ftp://a", "http://", "http://a/b", "http://a?b", "http://u:p@a", "http://a b"
            })
    void anEndpointThatIsNoneIsRefused(String endpoint) {
        configuration.setEndpoint(endpoint);
        refused(BUCKET, "endpoint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "https://a", "a b", "u@a"})
    void aDomainThatIsNoneIsRefused(String domain) {
        configuration.setDomain(domain);
        refused(BUCKET, "domain");
    }

    @Test
    void whatCosDoesNotHaveIsRefused() {
        configuration.setRegion("ap-guangzhou");
        refused("Photos", "Photos");
        refused("a/b", "a/b");
        // The SDK reads only the text before the last dash.
        refused("photos-1.evil.com/", "no such names");
        refused(" ", "missing");
        configuration.setNetwork(Network.INTERNAL);
        refused(BUCKET, "leave the network public");
        configuration.setNetwork(Network.PUBLIC);
        configuration.setRegion("evil.com/");
        refused(BUCKET, "evil.com/");
        configuration.setRegion("");
        refused(BUCKET, "no region");
        configuration.setEndpoint("http://127.0.0.1:9000");
        refused("evil.com/x", "no such names");
    }

    private void expect(String target, String host) {
        Place address = CosAddress.of(BUCKET, configuration);
        assertThat(address.target().toURI()).isEqualTo(target);
        assertThat(address.host()).isEqualTo(host);
    }

    private void refused(String bucket, String why) {
        assertThatThrownBy(() -> CosAddress.of(bucket, configuration))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining(why);
    }
}
