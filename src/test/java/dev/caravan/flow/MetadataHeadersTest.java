package dev.caravan.flow;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataHeadersTest {

    private static final ObjectMetadata SOURCE = new ObjectMetadata(
            Map.of("content-type", "text/plain", "content-language", "en"),
            Map.of("kept", "1", "removed", "2"),
            Map.of("tag", "3"));

    private final Message message = new DefaultMessage(new DefaultCamelContext());

    @Test
    void withoutHeadersTheSourcesMetadataAreKept() {
        message.setHeader("CaravanKey", "a");
        message.setHeader("CaravanMetadata", SOURCE);
        message.setHeader("CaravanContentLength", 7L);
        assertThat(MetadataHeaders.over(message, SOURCE)).isSameAs(SOURCE);
    }

    @Test
    void headersReplaceAddAndRemove() {
        message.setHeader("CaravanContentEncoding", "gzip");
        message.setHeader("CaravanContentLanguage", "");
        message.setHeader("CaravanMeta-Team", "red");
        message.setHeader("CaravanMeta-removed", "");
        ObjectMetadata result = MetadataHeaders.over(message, SOURCE);
        assertThat(result.contentType()).isEqualTo("text/plain");
        assertThat(result.contentEncoding()).isEqualTo("gzip");
        assertThat(result.contentLanguage()).isEmpty();
        assertThat(result.user()).isEqualTo(Map.of("kept", "1", "team", "red"));
        assertThat(result.tags()).isEqualTo(SOURCE.tags());
    }

    @Test
    void otherCharactersAreUtf8LikeTheSources() {
        message.setHeader("CaravanMeta-name", "Zoë");
        String bytes = new String("Zoë".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(MetadataHeaders.over(message, SOURCE).user()).containsEntry("name", bytes);
        assertThat(MetadataHeaders.over(message, SOURCE.asText()).user()).containsEntry("name", "Zoë");
    }

    @ParameterizedTest
    @CsvSource({
        "CaravanMeta-a b, x",
        "CaravanMeta-, x",
        "CaravanMeta-ü, x",
        "CaravanContentType, 'a\nb: c'",
        "CaravanMeta-a, 'a\rb'"
    })
    void whatNoHeaderCanHoldIsRefused(String header, String value) {
        message.setHeader(header, value);
        assertThatThrownBy(() -> MetadataHeaders.over(message, SOURCE)).isInstanceOf(InvalidException.class);
    }
}
