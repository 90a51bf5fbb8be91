package dev.caravan.component.wire;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.store.InvalidException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyEncodingTest {

    @Test
    void everyByteButTheUnreservedOnesIsEncodedInAPath() {
        assertThat(path("a-Z_0.9~/..//./b c+%'\"\n*!()${x}ä😀"))
                .isEqualTo("a-Z_0.9~/..//./b%20c%2B%25%27%22%0A%2A%21%28%29%24%7Bx%7D%C3%A4%F0%9F%98%80");
    }

    @Test
    void slashesAreEncodedInAQuery() {
        StringBuilder out = new StringBuilder();
        KeyEncoding.query(out, "a/b=c&d");
        assertThat(out).hasToString("a%2Fb%3Dc%26d");
    }

    @Test
    void halfASurrogatePairIsRefused() {
        assertThatThrownBy(() -> path("a\ud83d")).isInstanceOf(InvalidException.class);
    }

    @Test
    void aPlusInAListingIsASpace() {
        assertThat(KeyEncoding.decodeListed("a+b%2Bc%20d%25/%F0%9F%98%80")).isEqualTo("a b+c d%/😀");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%", "a%2", "a%zz", "%C3", "%ED%A0%BD", "%FF", "%C0%AF"})
    void whatIsNoEncodedUtf8FailsLoudly(String text) {
        assertThatThrownBy(() -> KeyEncoding.decodeListed(text))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("percent-encoded UTF-8");
    }

    @Test
    void whatIsEncodedIsDecodedAgain() {
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            String key = random.ints(20, 0, 0x11_0000)
                    .filter(c -> c < 0xd800 || c > 0xdfff)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(KeyEncoding.decodeListed(path(key))).isEqualTo(key);
        }
    }

    private static String path(String key) {
        StringBuilder out = new StringBuilder();
        KeyEncoding.path(out, key);
        return out.toString();
    }
}
