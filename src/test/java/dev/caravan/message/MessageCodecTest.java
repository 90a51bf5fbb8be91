package dev.caravan.message;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.store.ContentChecksum.Kind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
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
        ObjectMessage marked = new ObjectMessage("a", 1, "", null).repeated();
        assertThat(MessageCodec.encode(marked)).endsWith(",\"mayRepeat\":true}");
        assertThat(MessageCodec.decode(MessageCodec.encode(marked))).isEqualTo(marked);
        assertThat(MessageCodec.encode(marked.required())).endsWith(",\"mustExist\":true,\"mayRepeat\":true}");
        assertThat(MessageCodec.decode(MessageCodec.encode(marked.required()))).isEqualTo(marked.required());
    }

    @Test
    void aHistoryNamesAKeyAndWhatIsKnownOfIt() {
        HistoryMessage message = new HistoryMessage("a/ü", 7, 2);
        assertThat(MessageCodec.encode(message))
                .isEqualTo("{\"type\":\"history\",\"key\":\"a/\\u00FC\",\"size\":7,\"tries\":2}");
        assertThat(MessageCodec.decode(MessageCodec.encode(message))).isEqualTo(message);
        assertThat(MessageCodec.decode("{\"type\":\"history\",\"key\":\"a\"}")).isEqualTo(new HistoryMessage("a"));
        for (String wrong : List.of("\"size\":-1", "\"size\":\"7\"", "\"tries\":-1", "\"tries\":1001")) {
            assertThatThrownBy(() -> MessageCodec.decode("{\"type\":\"history\",\"key\":\"a\"," + wrong + "}"))
                    .isInstanceOf(InvalidMessageException.class);
        }
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
                "{\"type\":\"complete\",\"key\":\"a\"} | uploadId: missing",
                "{\"type\":\"abort\",\"key\":\"a\",\"uploadId\":\"u\\n\"} | uploadId: a character",
                "{\"type\":\"abort\",\"key\":\"a\",\"uploadId\":\"u\",\"reason\":7} | reason: not text",
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

    @Test
    void whatIsToBeDoneWithAnUploadIsWrittenAsTheDocumentedJson() {
        assertThat(MessageCodec.encode(new PartMessage("a\"b", "u", 7, 120, 402653184, 67108864, "e", null)))
                .isEqualTo("{\"type\":\"part\",\"key\":\"a\\\"b\",\"uploadId\":\"u\",\"partNumber\":7,\"parts\":120,"
                        + "\"offset\":402653184,\"length\":67108864,\"etag\":\"e\"}");
        assertThat(MessageCodec.encode(new PartMessage("a", "u", 1, 1, 0, 1, "e", Kind.CRC64)))
                .endsWith("\"etag\":\"e\",\"checksum\":\"CRC64\"}");
        assertThat(MessageCodec.encode(new CompleteMessage("a", "u")))
                .isEqualTo("{\"type\":\"complete\",\"key\":\"a\",\"uploadId\":\"u\"}");
        assertThat(MessageCodec.encode(new AbortMessage("a", "u", "late")))
                .isEqualTo("{\"type\":\"abort\",\"key\":\"a\",\"uploadId\":\"u\",\"reason\":\"late\"}");
        assertThat(MessageCodec.encode(new AbortMessage("a", "u", ""))).doesNotContain("reason");
    }

    @Property(seed = "11", tries = 200)
    void everyStepOfAnUploadComesBackAsItWas(
            @ForAll("keys") String key,
            @ForAll @IntRange(min = 1, max = PartPlan.MAX_PARTS) int number,
            @ForAll @LongRange(min = 1, max = PartPlan.MAX_PART_SIZE) long length) {
        for (UploadMessage message : List.of(
                new PartMessage(key, "u~-_.", number, PartPlan.MAX_PARTS, (number - 1) * length, length, "e", null),
                new PartMessage(key, "u", number, PartPlan.MAX_PARTS, (number - 1) * length, length, "e", Kind.QETAG),
                new CompleteMessage(key, "u"),
                new AbortMessage(key, "u", key))) {
            assertThat(MessageCodec.decode(MessageCodec.encode(message))).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "partNumber, 0",
        "partNumber, 121",
        "partNumber, 1.5",
        "partNumber, '\"7\"'",
        "parts, 0",
        "parts, 10001",
        "parts, 1e99",
        "offset, -1",
        "offset, 53687091200000",
        "length, 0",
        "length, 5368709121",
        "length, 99999999999999999999",
        "etag, '\"\"'",
        "etag, '\"a\\nb\"'",
        "uploadId, '\"\"'",
        "uploadId, '\"ü\"'",
        "checksum, '\"SHA256\"'",
        "checksum, 7",
    })
    void aPartThatCannotBeIsRefusedByTheNameOfItsField(String field, String value) {
        Map<String, String> fields = new LinkedHashMap<>(
                Map.of("type", "\"part\"", "key", "\"a\"", "uploadId", "\"u\"", "partNumber", "7", "parts", "120"));
        fields.putAll(Map.of("offset", "0", "length", "5", "etag", "\"e\""));
        assertThat(MessageCodec.decode(json(fields))).isInstanceOf(PartMessage.class);
        fields.put(field, value);
        assertThatThrownBy(() -> MessageCodec.decode(json(fields)))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageStartingWith(field + ":");
    }

    private static String json(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
