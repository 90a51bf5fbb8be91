package dev.caravan.component.kodo;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.component.s3.S3Configuration;
import dev.caravan.component.wire.Place;
import dev.caravan.store.InvalidException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KodoRegionTest {

    @ParameterizedTest
    @CsvSource({
        "z0, z0, cn-east-1",
        "cn-east-1, z0, cn-east-1",
        "z1, z1, cn-north-1",
        "z2, z2, cn-south-1",
        "na0, na0, us-north-1",
        "as0, as0, ap-southeast-1",
        "cn-east-2, cn-east-2, cn-east-2",
        "ap-southeast-2, ap-southeast-2, ap-southeast-2"
    })
    void aRegionHasANameInEachProtocol(String name, String id, String s3Id) {
        assertThat(KodoRegion.of(name)).isEqualTo(new KodoRegion(id, s3Id));
        KodoConfiguration configuration = new KodoConfiguration();
        configuration.setRegion(name);
        KodoPlaces places = KodoPlaces.of("b", configuration);
        assertThat(places.objects().url()).isEqualTo("https://rs-" + id + ".qiniuapi.com");
        assertThat(places.listings().url()).isEqualTo("https://rsf-" + id + ".qiniuapi.com");
        assertThat(places.downloads().url()).isEqualTo("https://b.kodo-" + s3Id + ".qiniucs.com");
        assertThat(KodoS3.address(name)).isEqualTo("https://s3-" + s3Id + ".qiniucs.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Z 0", "z0.evil.example/", "z0\n"})
    void whatCanBeNoRegionIsRefused(String name) {
        assertThatThrownBy(() -> KodoRegion.of(name))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("z0, z1, z2");
    }

    @Test
    void aDomainIsUsedByHttpsUnlessItSaysOtherwise() {
        assertThat(downloads("cdn.example.com").url()).isEqualTo("https://cdn.example.com");
        assertThat(downloads("http://cdn.example.com:8080").url()).isEqualTo("http://cdn.example.com:8080");
        assertThat(downloads("https://cdn.example.com:443/").url()).isEqualTo("https://cdn.example.com");
        for (String bad : new String[] {"http://a/b", "a b", "https://u:p@a", "https://a?b", "ftp://a"}) {
            assertThatThrownBy(() -> downloads(bad))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageStartingWith("the domain ");
        }
    }

    private static Place downloads(String domain) {
        KodoConfiguration configuration = new KodoConfiguration();
        configuration.setRegion("z0");
        configuration.setDomain(domain);
        return KodoPlaces.of("b", configuration).downloads();
    }

    @Test
    void whereABucketIsIsReadFromKodosAnswer() throws IOException {
        KodoConfiguration configuration = new KodoConfiguration();
        RegionQuery query = new RegionQuery("b", new KodoErrors("kodo://b"), configuration);
        ObjectMapper json = new ObjectMapper();
        KodoPlaces places = query.places(json.readTree("{\"hosts\":[{\"region\":\"z0\",\"rs\":{\"domains\":[\"rs.x\"]},"
                + "\"rsf\":{\"domains\":[\"rsf.x\"]},\"io_src\":{\"domains\":[\"b.kodo-cn-east-1.qiniucs.com\"]}}]}"));
        assertThat(places.objects().url()).isEqualTo("https://rs.x");
        assertThat(places.listings().url()).isEqualTo("https://rsf.x");
        assertThat(places.downloads().url()).isEqualTo("https://b.kodo-cn-east-1.qiniucs.com");
        assertThatThrownBy(() -> query.places(json.readTree("{\"hosts\":[]}")))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("name the region");
    }

    @Test
    void theS3ModeIsSetUpInOnePlace() {
        S3Configuration configuration = new S3Configuration();
        KodoS3.configure(configuration, "as0");
        assertThat(configuration.getEndpoint()).isEqualTo("https://s3-ap-southeast-1.qiniucs.com");
        assertThat(configuration.getRegion()).isEqualTo("ap-southeast-1");
        assertThat(configuration.isPathStyle()).isTrue();
        assertThat(configuration.isEncodedListing()).isFalse();
    }
}
