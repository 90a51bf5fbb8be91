package dev.caravan.component.kodo;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.store.KeyOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkersTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b c", "quote\"\\", "line\nbreak", "中😀", "???>>>"})
    void aMadeMarkerIsWhatKodoWouldMake(String key) {
        assertThat(Markers.goesOnAfter(Markers.after(key), key)).isTrue();
        assertThat(Markers.goesOnAfter(Markers.after(key), key + "x")).isFalse();
    }

    @Test
    void itLooksLikeKodosOwn() {
        assertThat(Markers.after("abc")).isEqualTo("eyJjIjowLCJrIjoiYWJjIn0=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"c\":0,\"k\":\"a\",\"d\":1}",
                "{\"c\":1,\"k\":\"a\"}",
                "{\"k\":\"a\"}",
                "{\"c\":\"0\",\"k\":\"a\"}",
                "[0,\"a\"]",
                "a",
                ""
            })
    void whatSaysMoreIsNotMadeByUs(String text) {
        String marker = Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        assertThat(Markers.goesOnAfter(marker, "a")).isFalse();
    }

    @Test
    void whatIsNoBase64IsNotMadeByUs() {
        assertThat(Markers.goesOnAfter("&%", "a")).isFalse();
    }

    @Test
    void keysSortByTheirUtf8Bytes() {
        assertThat(KeyOrder.compare("b", "a")).isPositive();
        assertThat(KeyOrder.compare("a", "a")).isZero();
        assertThat(KeyOrder.compare("a/", "a")).isPositive();
        assertThat(KeyOrder.compare("😀", "\uff5e")).isPositive();
        assertThat(KeyOrder.compare("\uff5e", "😀")).isNegative();
    }
}
