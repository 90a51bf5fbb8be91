package dev.caravan.component.s3;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.job.Network;
import dev.caravan.local.AwsSurroundings;
import dev.caravan.store.InvalidException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.profiles.ProfileFile;

class S3AddressTest {

    @ParameterizedTest
    @CsvSource({
        "bucket, eu-west-1, '', false, https://bucket.s3.eu-west-1.amazonaws.com, /k",
        "bucket, cn-north-1, '', false, https://bucket.s3.cn-north-1.amazonaws.com.cn, /k",
        "bucket, us-gov-west-1, '', false, https://bucket.s3.us-gov-west-1.amazonaws.com, /k",
        "bucket, eu-west-1, '', true, https://s3.eu-west-1.amazonaws.com, /bucket/k",
        "with.dots, eu-west-1, '', false, https://s3.eu-west-1.amazonaws.com, /with.dots/k",
        "bucket, eu-west-1, http://localhost:9000, true, http://localhost:9000, /bucket/k",
        "bucket, eu-west-1, http://localhost:9000/, true, http://localhost:9000, /bucket/k",
        "bucket, eu-west-1, https://store.example, false, https://bucket.store.example, /k",
        "bucket, eu-west-1, http://127.0.0.1:9000, false, http://127.0.0.1:9000, /bucket/k",
        "bucket, eu-west-1, https://store.example/s3, true, https://store.example, /s3/bucket/k",
        "bucket, auto, https://account.r2.cloudflarestorage.com, false, https://bucket.account.r2.cloudflarestorage.com, /k",
        "bucket, auto, https://account.r2.cloudflarestorage.com, true, https://account.r2.cloudflarestorage.com, /bucket/k",
        "bucket, auto, https://storage.googleapis.com, false, https://bucket.storage.googleapis.com, /k",
        "with.dots, auto, https://storage.googleapis.com, true, https://storage.googleapis.com, /with.dots/k",
        "bucket, cn-east-1, https://s3-cn-east-1.qiniucs.com, true, https://s3-cn-east-1.qiniucs.com, /bucket/k",
        "arn:aws:s3:eu-west-3:123456789012:accesspoint/ap, eu-west-3, '', false, "
                + "https://ap-123456789012.s3-accesspoint.eu-west-3.amazonaws.com, /k",
        "arn:aws-cn:s3:cn-northwest-1:123456789012:accesspoint/ap, cn-northwest-1, '', false, "
                + "https://ap-123456789012.s3-accesspoint.cn-northwest-1.amazonaws.com.cn, /k",
        "arn:aws-us-gov:s3:us-gov-east-1:123456789012:accesspoint/ap, us-gov-east-1, '', false, "
                + "https://ap-123456789012.s3-accesspoint.us-gov-east-1.amazonaws.com, /k",
    })
    void aBucketHasTheAddressOfTheSdksRules(
            String bucket, String region, String endpoint, boolean pathStyle, String target, String path) {
        S3Address address = S3Address.of(bucket, configuration(region, endpoint, pathStyle));
        assertThat(address.place().target().toURI()).isEqualTo(target);
        assertThat(address.path("k")).isEqualTo(path);
        assertThat(address.signingRegion()).isEqualTo(region);
        assertThat(address.signingName()).isEqualTo("s3");
    }

    @ParameterizedTest
    @CsvSource({
        "us-gov-west-1, true, '', USUAL, bucket.s3-fips.us-gov-west-1.amazonaws.com",
        "us-east-1, '', true, USUAL, bucket.s3.dualstack.us-east-1.amazonaws.com",
        "us-east-1, true, true, USUAL, bucket.s3-fips.dualstack.us-east-1.amazonaws.com",
        "cn-north-1, '', true, USUAL, bucket.s3.dualstack.cn-north-1.amazonaws.com.cn",
        "us-east-1, true, true, PUBLIC, bucket.s3.us-east-1.amazonaws.com",
        "us-east-1, '', '', ACCELERATE, bucket.s3-accelerate.amazonaws.com",
        "us-east-1, '', true, ACCELERATE, bucket.s3-accelerate.dualstack.amazonaws.com",
    })
    void theSettingsOfTheAwsToolsAndTheNetworkChooseTheHost(
            String region, String fips, String dualStack, Network network, String host) {
        try (AwsSurroundings surroundings = new AwsSurroundings()) {
            surroundings.set("aws.useFipsEndpoint", fips.isEmpty() ? null : fips);
            surroundings.set("aws.useDualstackEndpoint", dualStack.isEmpty() ? null : dualStack);
            S3Configuration configuration = configuration(region, "", false);
            configuration.setNetwork(network);
            S3Address address = S3Address.of("bucket", configuration);
            assertThat(address.place().target().toURI()).isEqualTo("https://" + host);
            assertThat(address.signingRegion()).isEqualTo(region);
        }
    }

    @Test
    void theProfileChoosesTheHostToo(@TempDir Path folder) throws IOException {
        Path config = Files.writeString(
                folder.resolve("config"),
                "[default]\nuse_fips_endpoint = true\n[profile other]\nuse_dualstack_endpoint = true\n");
        ProfileFile profiles = ProfileFile.builder()
                .content(config)
                .type(ProfileFile.Type.CONFIGURATION)
                .build();
        assertThat(EndpointVariants.read(() -> profiles, "")).isEqualTo(new EndpointVariants(true, false));
        assertThat(EndpointVariants.read(() -> profiles, "other")).isEqualTo(new EndpointVariants(false, true));
    }

    @ParameterizedTest
    @CsvSource({
        "aws.useFipsEndpoint, https://minio.example, AWS_USE_FIPS_ENDPOINT is set",
        "aws.useDualstackEndpoint, https://s3-fips.us-east-1.amazonaws.com, AWS_USE_DUALSTACK_ENDPOINT is set",
        "aws.useFipsEndpoint, https://s3-fips.us-east-1.amazonaws.com, ''",
        "aws.useDualstackEndpoint, https://s3.dualstack.us-east-1.amazonaws.com, ''",
    })
    void anEndpointThatIsNotWhatTheVariableAsksForIsRefused(String property, String endpoint, String why) {
        try (AwsSurroundings surroundings = new AwsSurroundings()) {
            surroundings.set(property, "true");
            S3Configuration configuration = configuration("us-east-1", endpoint, true);
            if (why.isEmpty()) {
                assertThat(S3Address.of("b", configuration).place().target().toURI())
                        .isEqualTo(endpoint);
                return;
            }
            assertThatThrownBy(() -> S3Address.of("b", configuration))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining(why)
                    .hasMessageContaining(endpoint);
            configuration.setNetwork(Network.PUBLIC);
            assertThat(S3Address.of("b", configuration).place().target().toURI())
                    .isEqualTo(endpoint);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://127.0.0.1:9000"})
    void aSettingThatIsNeitherTrueNorFalseIsRefused(String endpoint) {
        try (AwsSurroundings surroundings = new AwsSurroundings()) {
            surroundings.set("aws.useFipsEndpoint", "perhaps");
            assertThatThrownBy(() -> S3Address.of("b", configuration("us-east-1", endpoint, true)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("perhaps");
        }
    }

    @ParameterizedTest
    @CsvSource({"from, true, ''", "with.dots, '', ''", "from, '', true"})
    void whatAccelerationCannotDoIsRefused(String bucket, String fips, String pathStyle) {
        try (AwsSurroundings surroundings = new AwsSurroundings()) {
            surroundings.set("aws.useFipsEndpoint", fips.isEmpty() ? null : fips);
            S3Configuration configuration = configuration("us-east-1", "", !pathStyle.isEmpty());
            configuration.setNetwork(Network.ACCELERATE);
            assertThatThrownBy(() -> S3Address.of(bucket, configuration))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("Accelerate");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://host/from, true",
        "http://host/from/, true",
        "https://from.host, true",
        "https://host, false",
        "https://host/s3, false",
        "https://xfrom.host, false",
        "'', false",
    })
    void anEndpointWithTheBucketInItIsDoubted(String endpoint, boolean doubted) {
        assertThat(S3Address.doubt("from", endpoint).isEmpty()).isNotEqualTo(doubted);
    }

    @Test
    void anAccessPointIsAskedInItsOwnRegion() {
        S3Address address =
                S3Address.of("arn:aws:s3:eu-west-3:123456789012:accesspoint/ap", configuration("us-east-1", "", false));
        assertThat(address.signingRegion()).isEqualTo("eu-west-3");
    }

    @Test
    void anAccessPointOfAnotherPartitionThanItsRegionIsRefused() {
        assertThatThrownBy(() -> S3Address.of(
                        "arn:aws-cn:s3:cn-north-1:123456789012:accesspoint/ap", configuration("us-east-1", "", false)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("aws-cn");
    }

    @Test
    void anEndpointOfOnesOwnNeedsNoRegion() {
        assertThat(S3Address.of("b", configuration("", "http://localhost:9000", true))
                        .signingRegion())
                .isEqualTo("us-east-1");
    }

    @Test
    void onlyAPortThatIsNotTheUsualOneStandsInTheHostHeader() {
        assertThat(S3Address.of("b", configuration("", "http://localhost:9000", true))
                        .place()
                        .host())
                .isEqualTo("localhost:9000");
        assertThat(S3Address.of("b", configuration("", "https://localhost:443", true))
                        .place()
                        .host())
                .isEqualTo("localhost");
        assertThat(S3Address.of("b", configuration("", "http://localhost:443", true))
                        .place()
                        .host())
                .isEqualTo("localhost:443");
    }

    @ParameterizedTest
    @CsvSource({
        "'', eu-west-1, ''",
        "arn:aws:s3::123456789012:accesspoint/x.mrap, eu-west-1, ''",
        "arn:aws:sqs:eu-west-1:123456789012:q, eu-west-1, ''",
        "b, eu-west-1, ftp://x",
        "b, eu-west-1, http://",
    })
    void whatHasNoAddressIsRefusedInOneLine(String bucket, String region, String endpoint) {
        assertThatThrownBy(() -> S3Address.of(bucket, configuration(region, endpoint, false)))
                .isInstanceOf(InvalidException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").isNotBlank());
    }

    private static S3Configuration configuration(String region, String endpoint, boolean pathStyle) {
        S3Configuration configuration = new S3Configuration();
        configuration.setRegion(region);
        configuration.setEndpoint(endpoint);
        configuration.setPathStyle(pathStyle);
        return configuration;
    }
}
