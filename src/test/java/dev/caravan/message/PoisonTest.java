package dev.caravan.message;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests invalid messages from other senders or from faults. Each is rejected with one sentence. */
class PoisonTest {

    private final MessageReader reader = Readers.mirror();

    private void assertRefused(String text, String reason) {
        assertThatThrownBy(() -> reader.read(text))
                .isExactlyInstanceOf(InvalidMessageException.class)
                .hasMessageContaining(reason)
                .message()
                .matches("[\\x20-\\x7e]{1,120}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "`` | message is empty",
                "`  ` | message is empty",
                "hello | message is not JSON",
                "[] | not an object",
                "7 | not an object",
                "\"text\" | not an object",
                "null | not an object",
                "{} | key: missing",
                "{\"key\":\"a\",\"key\":\"b\",\"size\":1} | not JSON",
                "{\"Records\":[],\"Records\":[]} | not JSON",
                "{\"key\":\"a\",\"size\":1}{} | not JSON",
                "{\"size\":1} | key: missing",
                "{\"key\":\"\\ud800\",\"size\":1} | half of a surrogate",
                "{\"key\":\"a\",\"size\":-1} | size: missing",
                "{\"key\":\"a\",\"size\":\"1\"} | size: missing",
                "{\"key\":\"a\",\"size\":99999999999999999999} | size: missing",
                "{\"key\":\"a\",\"size\":9223372036854775807} | size: more than",
                "{\"key\":\"a\",\"size\":1e999999999} | size: missing",
                "{\"key\":\"a\",\"size\":1,\"etag\":\"x\\r\\nx-amz-acl: y\"} | etag: a control character",
                "{\"key\":\"a\",\"size\":1,\"sequencer\":\"xyz\"} | sequencer: not hexadecimal",
                "{\"key\":\"a\",\"size\":1,\"sequencer\":7} | sequencer: not text",
                "{\"type\":\"explode\",\"key\":\"a\"} | type: not one of",
                "{\"type\":{},\"key\":\"a\",\"size\":1} | type: not one of",
                "{\"Records\":{}} | Records: not an array",
                "{\"Records\":null} | Records: not an array",
                "{\"Records\":[{}]} | s3: missing",
                "{\"Records\":[7]} | s3: missing",
                "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\"}]} | s3: missing",
                "{\"Records\":[{\"eventSource\":{}}]} | eventSource: not text",
                "{\"Type\":\"Notification\"} | Message is empty",
                "{\"Type\":\"Notification\",\"Message\":{\"key\":\"a\"}} | Message: not text",
                "{\"Type\":\"Notification\",\"Message\":\"hello\"} | Message is not JSON",
                "{\"Type\":\"Notification\",\"Message\":\"[]\"} | Message is JSON, but",
                "{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\"} | detail: missing",
                "{\"source\":\"aws.s3\",\"detail-type\":7} | detail-type: not text",
            })
    void poisonIsRefused(String text, String reason) {
        assertRefused(text, reason);
    }

    static Stream<Arguments> spoiledRecords() {
        return Stream.of(
                spoiled("key: missing", event -> S3Notification.objectOf(event).remove("key")),
                spoiled("key: missing", event -> S3Notification.objectOf(event).put("key", "")),
                spoiled(
                        "key: not URL-encoded",
                        event -> S3Notification.objectOf(event).put("key", "a%")),
                spoiled(
                        "key: not URL-encoded",
                        event -> S3Notification.objectOf(event).put("key", "a%2")),
                spoiled(
                        "key: not URL-encoded",
                        event -> S3Notification.objectOf(event).put("key", "a%zz")),
                spoiled(
                        "key: not URL-encoded",
                        event -> S3Notification.objectOf(event).put("key", "a%+1")),
                spoiled(
                        "key: not URL-encoded",
                        event -> S3Notification.objectOf(event).put("key", "%FF")),
                spoiled(
                        "key: not URL-encoded",
                        event -> S3Notification.objectOf(event).put("key", "%ED%A0%80")),
                spoiled(
                        "key: not URL-encoded",
                        event -> S3Notification.objectOf(event).put("key", "%C0%AF")),
                spoiled(
                        "key: not URL-encoded",
                        event -> S3Notification.objectOf(event).put("key", "+\ud800")),
                spoiled(
                        "half of a surrogate",
                        event -> S3Notification.objectOf(event).put("key", "\ud800")),
                spoiled("1,024 bytes", event -> S3Notification.objectOf(event).put("key", "%C3%BC".repeat(513))),
                spoiled("size: missing", event -> S3Notification.objectOf(event).remove("size")),
                spoiled("size: missing", event -> S3Notification.objectOf(event).put("size", -1)),
                spoiled(
                        "eTag: not text",
                        event -> S3Notification.objectOf(event).put("eTag", 7)),
                spoiled("eTag: longer", event -> S3Notification.objectOf(event).put("eTag", "a".repeat(2000))),
                spoiled(
                        "sequencer: not hex",
                        event -> S3Notification.objectOf(event).put("sequencer", "\ufffd")),
                spoiled(
                        "sequencer: longer",
                        event -> S3Notification.objectOf(event).put("sequencer", "0".repeat(65))),
                spoiled("object: missing", event -> event.withObject("/s3").put("object", 1)),
                spoiled("name: missing", event -> event.withObject("/s3/bucket").remove("name")),
                spoiled("bucket: missing", event -> event.withObject("/s3").remove("bucket")),
                spoiled("eventName: missing", event -> event.remove("eventName")));
    }

    private static Arguments spoiled(String reason, Consumer<ObjectNode> spoiling) {
        return Arguments.of(reason, spoiling);
    }

    @ParameterizedTest
    @MethodSource("spoiledRecords")
    void aSpoiledRecordIsRefusedWithoutTheOthersOfItsNotification(String reason, Consumer<ObjectNode> spoiling) {
        ObjectNode event = S3Notification.record("ObjectCreated:Put", "a");
        spoiling.accept(event);
        assertRefused(S3Notification.of(event), reason);
        assertRefused(S3Notification.of(S3Notification.record("ObjectRestore:Completed", "b"), event, event), reason);
        Incoming incoming = reader.read(S3Notification.of(
                S3Notification.record("ObjectCreated:Put", "b"),
                event,
                S3Notification.record("ObjectRemoved:Delete", "c")));
        assertThat(incoming.messages()).extracting(Message::key).containsExactly("b", "c");
        assertThat(incoming.fault()).hasMessageContaining(reason);
    }

    @Test
    void deepNestingIsRefused() {
        assertRefused("[".repeat(100_000), "not JSON");
        assertRefused("{\"a\":".repeat(100_000), "not JSON");
        assertRefused("{\"Records\":" + "[".repeat(900) + "]".repeat(900) + "}", "s3: missing");
    }

    @Test
    void snsWithinSnsIsUnwrappedTwiceAndNoMore() {
        String once = S3Notification.throughSns(S3Notification.of("ObjectCreated:Put", "a"));
        String twice = S3Notification.throughSns(once);
        assertThat(reader.read(twice).messages()).hasSize(1);
        assertRefused(S3Notification.throughSns(twice), "in more than one other");
    }

    @Test
    void aMegabyteOfGarbageIsRefused() {
        assertRefused("x".repeat(1 << 20), "not JSON");
        assertRefused("{\"key\":\"" + "x".repeat(1 << 20) + "\",\"size\":1}", "1,024 bytes");
        assertRefused("{\"key\":\"a\",\"size\":" + "9".repeat(1 << 20) + "}", "not JSON");
        assertRefused(
                new Random(7)
                        .ints(1 << 20, 0, 0x1_0000)
                        .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
                        .toString(),
                "not JSON");
    }

    @Test
    void ownMessagesOutsideOfTheSourcesPrefixAreRefused() {
        MessageReader logs = Readers.of("s3://from/logs/", Map.of(), List.of());
        assertThat(logs.read("{\"key\":\"logs/a\",\"size\":1}").messages()).hasSize(1);
        assertThatThrownBy(() -> logs.read("{\"key\":\"a\",\"size\":1}"))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining(
                        "outside of the source's prefix; does the finder have another prefix than this worker?");
    }

    @Test
    void nullIsRefused() {
        assertRefused(null, "empty");
    }

    @Property(seed = "9")
    void noTextDoesAnythingWorse(@ForAll String text) {
        assertHarmless(text);
    }

    /** Damaged valid messages reach more code than texts that aren't JSON. */
    @Property(seed = "10", tries = 3000)
    void noDamagedMessageDoesAnythingWorse(@ForAll long seed) {
        Random random = new Random(seed);
        List<String> sound = List.of(
                "{\"type\":\"object\",\"key\":\"a\",\"size\":7,\"etag\":\"e\",\"sequencer\":\"0A\"}",
                S3Notification.of("ObjectCreated:Put", "a b/ü"),
                S3Notification.throughSns(S3Notification.of("ObjectRemoved:Delete", "a")),
                S3Notification.text(S3Notification.eventBridge("Object Created", "a")));
        StringBuilder text = new StringBuilder(sound.get(random.nextInt(sound.size())));
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            String spoil = List.of("\"", "{", "[", "null", "-", "%", "\\u0000", "\ud800", "1e9", ",", "")
                    .get(random.nextInt(11));
            text.replace(at, Math.min(text.length(), at + random.nextInt(12)), spoil);
        }
        assertHarmless(text.toString());
    }

    private void assertHarmless(String text) {
        Throwable thrown = catchThrowable(() -> reader.read(text));
        assertThat(thrown == null || thrown instanceof InvalidMessageException)
                .as("%s", thrown)
                .isTrue();
    }
}
