package dev.caravan.component.oss;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.job.Network;
import dev.caravan.job.OssSignature;
import dev.caravan.store.InvalidException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OssAddressTest {

    @ParameterizedTest
    @CsvSource({
        "PUBLIC, https://photos.oss-cn-hangzhou.aliyuncs.com",
        "INTERNAL, https://photos.oss-cn-hangzhou-internal.aliyuncs.com",
        "ACCELERATE, https://photos.oss-accelerate.aliyuncs.com"
    })
    void aRegionAndANetworkMakeAnAddressByHttps(Network network, String url) {
        OssConfiguration configuration = new OssConfiguration();
        configuration.setRegion("cn-hangzhou");
        configuration.setNetwork(network);
        OssAddress address = OssAddress.of("photos", configuration);
        assertThat(address.place().target().toURI()).isEqualTo(url);
        assertThat(address.basePath()).isEmpty();
        assertThat(address.region()).isEqualTo("cn-hangzhou");
    }

    @ParameterizedTest
    @CsvSource({
        "https://oss-cn-hangzhou.aliyuncs.com, photos.oss-cn-hangzhou.aliyuncs.com, '', cn-hangzhou",
        "https://oss-cn-hangzhou-internal.aliyuncs.com/, photos.oss-cn-hangzhou-internal.aliyuncs.com, '', cn-hangzhou",
        "http://vpc100-oss-cn-beijing.aliyuncs.com, photos.vpc100-oss-cn-beijing.aliyuncs.com, '', cn-beijing",
        "https://photos.oss-us-west-1.aliyuncs.com, photos.oss-us-west-1.aliyuncs.com, '', us-west-1",
        "https://cn-hangzhou.oss.aliyuncs.com, photos.cn-hangzhou.oss.aliyuncs.com, '', cn-hangzhou",
        "https://OSS-EU-Central-1.aliyuncs.com:8443, photos.oss-eu-central-1.aliyuncs.com:8443, '', eu-central-1",
    })
    void anEndpointNamesItsRegion(String endpoint, String host, String basePath, String region) {
        OssConfiguration configuration = new OssConfiguration();
        configuration.setEndpoint(endpoint);
        OssAddress address = OssAddress.of("photos", configuration);
        assertThat(address.place().host()).isEqualTo(host);
        assertThat(address.basePath()).isEqualTo(basePath);
        assertThat(address.region()).isEqualTo(region);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:9000",
                "http://localhost:9000",
                "https://ep-1.epsrv-2.cn-hangzhou.privatelink.aliyuncs.com"
            })
    void aHostThatHasNoneBelowItGetsTheBucketInThePath(String endpoint) {
        OssConfiguration configuration = new OssConfiguration();
        configuration.setEndpoint(endpoint);
        configuration.setRegion("oss-cn-hangzhou");
        OssAddress address = OssAddress.of("photos", configuration);
        assertThat(address.basePath()).isEqualTo("/photos");
        assertThat(endpoint).contains(address.place().host());
        assertThat(address.region()).isEqualTo("cn-hangzhou");
    }

    @ParameterizedTest
    @CsvSource({
        "files.example.com, https://files.example.com",
        "https://files.example.com, https://files.example.com",
        "http://files.example.com:8080, http://files.example.com:8080"
    })
    void aDomainStandsForTheBucket(String domain, String url) {
        OssConfiguration configuration = new OssConfiguration();
        configuration.setRegion("cn-hangzhou");
        configuration.setDomain(domain);
        OssAddress address = OssAddress.of("photos", configuration);
        assertThat(address.place().target().toURI()).isEqualTo(url);
        assertThat(address.basePath()).isEmpty();
    }

    @Test
    void aRegionIsDemandedWhereTheSignatureOrTheHostNeedsOne() {
        OssConfiguration configuration = new OssConfiguration();
        assertMissing(configuration);
        configuration.setDomain("files.example.com");
        assertMissing(configuration);
        configuration.setSignature(OssSignature.V1);
        assertThat(OssAddress.of("photos", configuration).region()).isEmpty();
        configuration.setDomain("");
        assertMissing(configuration);
        configuration.setAnonymous(true);
        assertMissing(configuration);
        configuration.setEndpoint("https://oss-accelerate.aliyuncs.com");
        assertThat(OssAddress.of("photos", configuration).place().host())
                .isEqualTo("photos.oss-accelerate.aliyuncs.com");
    }

    private static void assertMissing(OssConfiguration configuration) {
        assertThatThrownBy(() -> OssAddress.of("photos", configuration))
                .isInstanceOf(InvalidException.class)
                .hasMessage("oss://photos: the region of the bucket isn't known: name it, for example cn-hangzhou");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "Photos", "ph.otos", "photos@evil.example.com", "photos/..", "-photos", "ph\notos"})
    void aNameThatNoBucketCanHaveNeverBecomesPartOfAHost(String bucket) {
        OssConfiguration configuration = new OssConfiguration();
        configuration.setRegion("cn-hangzhou");
        assertThatThrownBy(() -> OssAddress.of(bucket, configuration))
                .isInstanceOf(InvalidException.class)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "oss.example.com",
                "ftp://oss.example.com",
                "https://a b",
                "https://u:hidden@h",
                "https://h/path",
                "https://h:0",
                "https://h:65536",
                "https://"
            })
    void anEndpointMustBeAHostBehindHttp(String endpoint) {
        OssConfiguration configuration = new OssConfiguration();
        configuration.setRegion("cn-hangzhou");
        configuration.setEndpoint(endpoint);
        assertThatThrownBy(() -> OssAddress.of("photos", configuration))
                .isInstanceOf(InvalidException.class)
                .hasMessageNotContaining("hidden");
    }

    @Test
    void aRegionNeverLeadsElsewhere() {
        OssConfiguration configuration = new OssConfiguration();
        configuration.setRegion("x.evil.example.com/");
        assertThatThrownBy(() -> OssAddress.of("photos", configuration))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("there can be no region");
    }
}
