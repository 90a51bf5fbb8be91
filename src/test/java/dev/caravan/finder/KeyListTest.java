package dev.caravan.finder;

import static dev.caravan.local.Assertions.assertThat;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyListTest {

    @Test
    void aLineIsAKeyByteForByte() throws Exception {
        assertThat(keys("\uFEFFa\r\n\n b \n{\"key\" no JSON\n\\u0041%20\u00fc\uD83D\uDE00", false))
                .containsExactly("a", " b ", "{\"key\" no JSON", "\\u0041%20\u00fc\uD83D\uDE00");
        assertThat(keys("", false)).isEmpty();
        assertThat(keys("alone", false)).containsExactly("alone");
    }

    @Test
    void betweenNulsStandKeysAndNothingElse() throws Exception {
        assertThat(keys("a\nb\r\0{\"key\":\"c\"}\0\0d", true)).containsExactly("a\nb\r", "{\"key\":\"c\"}", "d");
    }

    @Test
    void linesOfJsonNameTheirKeys() throws Exception {
        assertThat(keys("{\"key\":\"a\\nb\",\"size\":1}\n\n{\"size\":2,\"key\":\"{c}\"}\n", false))
                .containsExactly("a\nb", "{c}");
    }

    @Test
    void aLineThatIsNoKeyIsNamed() {
        Map.of(
                        "{\"key\":\"a\"}\nb", "is not JSON, but the first line is",
                        "{\"key\":\"a\"}\n{\"key\":7}", "has no text in a field \"key\"",
                        "a\n\u00ff", "is not UTF-8")
                .forEach((text, problem) -> assertThatThrownBy(() -> read(list(text.getBytes(ISO_8859_1), false, "")))
                        .isInstanceOf(ListingException.class)
                        .hasMessage("list of keys list.txt, line 2: " + problem));
    }

    @Test
    void aLineWithoutAnEndIsNotReadIntoMemory() {
        assertThatThrownBy(() -> read(list("x".repeat(70_000).getBytes(UTF_8), false, "")))
                .hasMessageContaining("line 1: is longer than 65536 bytes");
    }

    @Test
    void aKeyOutsideOfTheSourceIsNamed() {
        assertThatThrownBy(() -> read(list("logs/a\nimages/b\n".getBytes(UTF_8), false, "logs/")))
                .hasMessageContaining("line 2: the key \"images/b\" doesn't begin with the source's prefix \"logs/\"");
    }

    @Test
    void aListThatCannotBeOpenedSaysWhy() {
        KeyList list = new KeyList(
                () -> {
                    throw new IOException("gone");
                },
                "list.txt",
                false,
                "");
        assertThatThrownBy(() -> read(list)).hasMessage("list of keys list.txt can't be read: gone");
    }

    private static List<String> keys(String text, boolean nul) throws Exception {
        return read(list(text.getBytes(UTF_8), nul, ""));
    }

    private static KeyList list(byte[] text, boolean nul, String prefix) {
        return new KeyList(() -> new ByteArrayInputStream(text), "list.txt", nul, prefix);
    }

    private static List<String> read(KeyList list) throws Exception {
        List<String> keys = new ArrayList<>();
        for (String key = list.next(); key != null; key = list.next()) {
            keys.add(key);
        }
        return keys;
    }
}
