package dev.caravan.component.wire;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests headers that occur on several lines, in the responses of every provider. */
class ContentHeadersTest {

    @ParameterizedTest
    @CsvSource({"x-amz-meta-, false", "x-oss-meta-, true", "x-cos-meta-, true", "x-qn-meta-, true"})
    void listsAreJoinedAndTheSameValueCountsOnce(String prefix, boolean text) {
        ContentHeaders headers = headers(
                prefix,
                text,
                "Cache-Control",
                "no-store",
                "cache-control",
                "private",
                "Content-Encoding",
                "gzip",
                "Content-Encoding",
                "br",
                "Content-Language",
                "de",
                "Content-Language",
                "",
                "Content-Type",
                "text/plain",
                "Content-Type",
                "text/plain",
                "Expires",
                "",
                "Expires",
                "0",
                prefix + "a",
                "1",
                prefix.toUpperCase(java.util.Locale.ROOT) + "A",
                "2");
        ObjectMetadata metadata = headers.metadata(Map.of());
        assertThat(metadata.cacheControl()).isEqualTo("no-store, private");
        assertThat(metadata.contentEncoding()).isEqualTo("gzip, br");
        assertThat(metadata.contentLanguage()).isEqualTo("de");
        assertThat(metadata.contentType()).isEqualTo("text/plain");
        assertThat(metadata.expires()).isEqualTo("0");
        assertThat(metadata.user()).isEqualTo(Map.of("a", "1,2"));
        assertThat(metadata.text()).isEqualTo(text);
    }

    @Test
    void twoValuesOfOneHeaderMatterOnlyWhereTheyAreKept() {
        ContentHeaders headers = headers("x-qn-meta-", true, "Expires", "0", "Expires", "1", "ETag", "e");
        assertThat(headers.etag()).isEqualTo("e");
        assertThatThrownBy(() -> headers.metadata(Map.of()))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("it has two values of Expires: '0' and '1'");
        headers.forget("content-disposition", "cache-control", "expires");
        assertThat(headers.metadata(Map.of()).expires()).isEmpty();
    }

    private static ContentHeaders headers(String prefix, boolean text, String... lines) {
        List<Header> headers = new ArrayList<>();
        for (int i = 0; i < lines.length; i += 2) {
            headers.add(new BasicHeader(lines[i], lines[i + 1]));
        }
        return new ContentHeaders(
                () -> "GET x://b/k", headers.toArray(new Header[0]), prefix, text, (name, value) -> {});
    }
}
