package dev.caravan.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {

    private static final Instant TIME = Instant.parse("2026-11-22T07:00:00Z");

    @Test
    void objectIsWrittenAsTheDocumentedJson() {
        assertThat(MessageCodec.encode(new ObjectMessage("a/b.bin", 1234, "abc", TIME)))
                .isEqualTo("{\"type\":\"object\",\"key\":\"a/b.bin\",\"size\":1234,\"etag\":\"abc\","
                        + "\"lastModified\":\"2026-11-22T07:00:00Z\"}");
    }

    @Test
    void typeMayBeAbsent() {
        assertThat(MessageCodec.decode("{\"key\":\"a\",\"size\":7}")).isEqualTo(new ObjectMessage("a", 7, "", null));
    }

    @Test
    void sequencerIsWrittenWhereThereIsOneAndReadInItsFullLength() {
        String sequencer = "0A" + "0".repeat(62);
        DeleteMessage message = new DeleteMessage("a", sequencer);
        assertThat(MessageCodec.encode(message))
                .isEqualTo("{\"type\":\"delete\",\"key\":\"a\",\"sequencer\":\"" + sequencer + "\"}");
        assertThat(MessageCodec.decode(MessageCodec.encode(message))).isEqualTo(message);
        assertThat(MessageCodec.decode("{\"key\":\"a\",\"size\":7,\"sequencer\":\"0a\"}"))
                .isEqualTo(new ObjectMessage("a", 7, "", null, sequencer));
        assertThat(MessageCodec.encode(new DeleteMessage("a"))).doesNotContain("sequencer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"", "\\", "\n\r\t", "\u0000\u0001", "ü", "\u2028", "𝔸😀", "${bean:x}", "../../x", "a//b"})
    void hostileKeysComeBackByteForByteInAsciiText(String key) {
        String text = MessageCodec.encode(new DeleteMessage(key));
        assertThat(text).matches("[\\x20-\\x7e]*");
        assertThat(MessageCodec.decode(text)).isEqualTo(new DeleteMessage(key));
    }

    @Property(seed = "7")
    void everyObjectComesBackAsItWas(
            @ForAll("keys") String key, @ForAll @LongRange(min = 0, max = PartPlan.MAX_SIZE) long size) {
        ObjectMessage message = new ObjectMessage(key, size, "d41d8cd98f00b204e9800998ecf8427e", TIME);
        assertThat(MessageCodec.decode(MessageCodec.encode(message))).isEqualTo(message);
    }

    @Provide
    Arbitrary<String> keys() {
        return anyKeys();
    }

    static Arbitrary<String> anyKeys() {
        return Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .list()
                .ofMinSize(1)
                .ofMaxSize(200)
                .map(points -> points.stream()
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | empty",
                "{ | not JSON",
                "[] | not an object",
                "{} | key: missing",
                "{\"key\":\"\",\"size\":1} | key: missing",
                "{\"key\":7,\"size\":1} | key: missing",
                "{\"key\":\"a\"} | size: missing",
                "{\"key\":\"a\",\"size\":-1} | size: missing",
                "{\"key\":\"a\",\"size\":1.5} | size: missing",
                "{\"key\":\"a\",\"size\":1e30} | size: missing",
                "{\"key\":\"a\",\"size\":53687091200001} | size: more than",
                "{\"key\":\"a\",\"size\":1,\"etag\":5} | etag: not text",
                "{\"key\":\"a\",\"size\":1,\"lastModified\":\"now\"} | lastModified: not a time",
                "{\"type\":\"nuke\",\"key\":\"a\"} | type: not one of",
                "{\"key\":\"a\",\"size\":1} x | not JSON",
                "{\"key\":\"a\",\"key\":\"b\",\"size\":1} | not JSON",
                "{\"key\":\"\\ud800\",\"size\":1} | half of a surrogate",
            })
    void unreadableMessageIsAClearErrorOfOneLine(String text, String reason) {
        assertThatThrownBy(() -> MessageCodec.decode(text))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void keyBeyond1024BytesIsRefused() {
        String longest = "ü".repeat(512);
        assertThat(MessageCodec.decode(MessageCodec.encode(new DeleteMessage(longest))))
                .isEqualTo(new DeleteMessage(longest));
        String text = MessageCodec.encode(new DeleteMessage(longest + "a"));
        assertThatThrownBy(() -> MessageCodec.decode(text)).hasMessageContaining("1,024 bytes");
    }
}
