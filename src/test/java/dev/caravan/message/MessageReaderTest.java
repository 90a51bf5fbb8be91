package dev.caravan.message;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.job.JobOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {

    private static final String ETAG = "d41d8cd98f00b204e9800998ecf8427e";
    private static final String SEQUENCER = S3Notification.SEQUENCER + "0".repeat(46);

    private final MessageReader reader = Readers.mirror();

    @Test
    void anOwnMessageIsOneMessage() {
        ObjectMessage message = new ObjectMessage("a/b", 7, "abc", Instant.parse("2026-11-22T07:00:00Z"), SEQUENCER);
        assertThat(reader.read(MessageCodec.encode(message))).isEqualTo(asked(message));
        assertThat(reader.read("{\"key\":\"a\",\"size\":7}")).isEqualTo(asked(new ObjectMessage("a", 7, "", null)));
        assertThat(reader.read("{\"type\":\"delete\",\"key\":\"a\"}")).isEqualTo(asked(new DeleteMessage("a")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ObjectCreated:Put",
                "ObjectCreated:Post",
                "ObjectCreated:Copy",
                "ObjectCreated:CompleteMultipartUpload",
                "s3:ObjectCreated:Put",
                "ObjectCreated:SomethingNew"
            })
    void anObjectThatIsMadeIsToBeCopied(String eventName) {
        assertThat(reader.read(S3Notification.of(eventName, "a/b")))
                .isEqualTo(asked(new ObjectMessage("a/b", 1024, ETAG, null, SEQUENCER)));
    }

    @Test
    void anObjectOfASizeThatTheJobDoesNotMoveIsANote() {
        MessageReader small = Readers.of("s3://from", Map.of(JobOption.MAX_SIZE, List.of("1023")), List.of());
        assertThat(small.read(S3Notification.of("ObjectCreated:Put", "a/b")))
                .isEqualTo(new Incoming(List.of(), List.of("ignored an event of \"a/b\": left out by --max-size")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ObjectRemoved:Delete",
                "ObjectRemoved:DeleteMarkerCreated",
                "LifecycleExpiration:Delete",
                "LifecycleExpiration:DeleteMarkerCreated",
                "s3:ObjectRemoved:Delete"
            })
    void anObjectThatIsRemovedIsToBeDeleted(String eventName) {
        assertThat(reader.read(S3Notification.of(eventName, "a/b")))
                .isEqualTo(asked(new DeleteMessage("a/b", SEQUENCER)));
    }

    @Test
    void withoutDeletesARemovalIsANote() {
        MessageReader keeping = Readers.of("s3://from", Map.of(), List.of());
        assertThat(keeping.read(S3Notification.of("ObjectRemoved:Delete", "a\nb")))
                .isEqualTo(ignored("ignored the removal of \"a\\nb\": --delete is off"));
        assertThat(keeping.read("{\"type\":\"delete\",\"key\":\"a\"}"))
                .isEqualTo(ignored("ignored the removal of \"a\": --delete is off"));
        assertThat(keeping.read(S3Notification.text(S3Notification.eventBridge("Object Deleted", "a")))
                        .messages())
                .isEmpty();
    }

    @Test
    void withAllVersionsEveryMessageIsAboutTheHistoryOfItsKey() {
        MessageReader versions = Readers.of("s3://from", Map.of(JobOption.VERSIONS, List.of("all")), List.of());
        Incoming history = asked(new HistoryMessage("a/b"));
        for (String event : List.of("ObjectCreated:Put", "ObjectRemoved:DeleteMarkerCreated")) {
            assertThat(versions.read(S3Notification.of(event, "a/b"))).isEqualTo(history);
        }
        assertThat(versions.read(S3Notification.text(S3Notification.eventBridge("Object Deleted", "a/b"))))
                .isEqualTo(history);
        assertThat(versions.read("{\"key\":\"a/b\",\"size\":7}")).isEqualTo(history);
        assertThat(versions.read("{\"type\":\"delete\",\"key\":\"a/b\"}")).isEqualTo(history);
        assertThat(versions.read("{\"type\":\"history\",\"key\":\"a/b\"}")).isEqualTo(history);
        assertThatThrownBy(() -> reader.read("{\"type\":\"history\",\"key\":\"a/b\"}"))
                .hasMessage("type: history, of a job with VERSIONS=all, which this worker doesn't have");
    }

    @Test
    void allRecordsCountInTheirOrder() {
        String text = S3Notification.of(
                S3Notification.record("ObjectCreated:Put", "a"),
                S3Notification.record("ObjectRestore:Completed", "b"),
                S3Notification.record("ObjectRemoved:Delete", "c"));
        Incoming incoming = reader.read(text);
        assertThat(incoming.messages())
                .containsExactly(
                        new ObjectMessage("a", 1024, ETAG, null, SEQUENCER), new DeleteMessage("c", SEQUENCER));
        assertThat(incoming.notes())
                .containsExactly("ignored \"ObjectRestore:Completed\": it neither makes nor removes an object");
    }

    @Test
    void anEventOfEventBridgeIsReadToo() {
        String sequencer = "617F08299329D189" + "0".repeat(48);
        assertThat(reader.read(S3Notification.text(S3Notification.eventBridge("Object Created", "a"))))
                .isEqualTo(asked(new ObjectMessage("a", 5, "b1946ac92492d2347c6235b4d2611184", null, sequencer)));
        assertThat(reader.read(S3Notification.text(S3Notification.eventBridge("Object Deleted", "a"))))
                .isEqualTo(asked(new DeleteMessage("a", sequencer)));
    }

    @Test
    void keysOfEventBridgeAreNotEncoded() {
        String key = "a+b%20c%zz d";
        assertThat(reader.read(S3Notification.text(S3Notification.eventBridge("Object Created", key)))
                        .messages())
                .extracting(Message::key)
                .containsExactly(key);
    }

    @Test
    void snsMayBeAroundAnyOfThem() {
        List<String> texts = List.of(
                S3Notification.of("ObjectCreated:Put", "a"),
                S3Notification.text(S3Notification.eventBridge("Object Created", "a")),
                "{\"key\":\"a\",\"size\":1}");
        for (String text : texts) {
            Incoming plain = reader.read(text);
            assertThat(plain.messages()).hasSize(1);
            assertThat(reader.read(S3Notification.throughSns(text))).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "red+flower.jpg, red flower.jpg",
        "a%2Fb%2fc/d, a/b/c/d",
        "%C3%BC%F0%9F%98%80%2B%25, ü😀+%",
        "ü b, ü b",
        "ü+%C3%BC, ü ü",
        "a%00b, a\u0000b",
    })
    void keysOfNotificationsAreDecoded(String encoded, String key) {
        ObjectNode event = S3Notification.record("ObjectCreated:Put", "x");
        S3Notification.objectOf(event).put("key", encoded);
        assertThat(reader.read(S3Notification.of(event)).messages())
                .extracting(Message::key)
                .containsExactly(key);
    }

    @Property(seed = "8")
    void everyKeyComesThroughANotificationByteForByte(@ForAll("keys") String key) {
        String notification = S3Notification.of("ObjectRemoved:Delete", key);
        assertThat(reader.read(notification)).isEqualTo(asked(new DeleteMessage(key, SEQUENCER)));
        assertThat(reader.read(S3Notification.throughSns(notification)))
                .isEqualTo(asked(new DeleteMessage(key, SEQUENCER)));
        Message own = new ObjectMessage(key, 7, ETAG, null, SEQUENCER);
        assertThat(reader.read(MessageCodec.encode(own))).isEqualTo(asked(own));
    }

    @Provide
    Arbitrary<String> keys() {
        return MessageCodecTest.anyKeys();
    }

    @Test
    void emulatorsLeaveOutTheSequencerAndQuoteTheEtag() {
        ObjectNode event = S3Notification.record("ObjectCreated:Put", "a");
        S3Notification.objectOf(event).put("eTag", '"' + ETAG + '"').remove("sequencer");
        assertThat(reader.read(S3Notification.of(event))).isEqualTo(asked(new ObjectMessage("a", 1024, ETAG, null)));
    }

    @Test
    void aTestEventIsANote() {
        String text = "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Time\":\"2026-11-22T07:00:00.000Z\","
                + "\"Bucket\":\"from\",\"RequestId\":\"5582815E1AEA5ADF\",\"HostId\":\"8cLeGAmw098X5cv4Zkwcmo\"}";
        Incoming expected = ignored("a test event of Amazon S3: its notifications reach the queue");
        assertThat(reader.read(text)).isEqualTo(expected);
        assertThat(reader.read(S3Notification.throughSns(text))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SubscriptionConfirmation", "UnsubscribeConfirmation"})
    void whatSnsSaysOfASubscriptionIsANoteWithoutItsToken(String type) {
        String text = "{\"Type\":\"" + type + "\",\"TopicArn\":\"arn:aws:sns:us-west-2:1:t\",\"Token\":\"secret\","
                + "\"Message\":\"You have chosen to subscribe\",\"SubscribeURL\":\"https://sns/?Token=secret\"}";
        Incoming incoming = reader.read(text);
        assertThat(incoming.messages()).isEmpty();
        assertThat(incoming.notes()).singleElement().asString().contains("arn:aws:sns:us-west-2:1:t");
        assertThat(incoming.toString()).doesNotContain("secret");
    }

    @Test
    void eventsOfOtherBucketsAreNotes() {
        ObjectNode event = S3Notification.record("ObjectCreated:Put", "a");
        event.withObject("/s3/bucket").put("name", "other\u001b[2J");
        Incoming expected = ignored("ignored an event of the bucket \"other\\u001b[2J\": the source is another one");
        assertThat(reader.read(S3Notification.of(event))).isEqualTo(expected);
        ObjectNode bridged = S3Notification.eventBridge("Object Created", "a");
        bridged.withObject("/detail/bucket").put("name", "other\u001b[2J");
        assertThat(reader.read(S3Notification.text(bridged))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://arn:aws:s3:eu-west-1:123456789012:accesspoint/mine",
                "s3://mine-aqfqprnstn7aefdfbarligizwgyfouse1a-s3alias"
            })
    void behindAnAccessPointAnyBucketIsTheSource(String source) {
        MessageReader behind = Readers.of(source, Map.of(), List.of());
        assertThat(behind.read(S3Notification.of("ObjectCreated:Put", "a")).messages())
                .hasSize(1);
    }

    @Test
    void eventsOfOthersThanS3AreNotes() {
        ObjectNode event = S3Notification.record("ObjectCreated:Put", "a").put("eventSource", "aws:ses");
        assertThat(reader.read(S3Notification.of(event)))
                .isEqualTo(ignored("ignored an event of \"aws:ses\": it isn't Amazon S3's"));
        ObjectNode bridged = S3Notification.eventBridge("Object Created", "a").put("source", "aws.ec2");
        assertThat(reader.read(S3Notification.text(bridged)).messages()).isEmpty();
    }

    @Test
    void otherEventsAreNotes() {
        assertThat(reader.read(S3Notification.of("ObjectCreatedX", "a")).messages())
                .isEmpty();
        assertThat(reader.read(S3Notification.of("ObjectTagging:Put", "a")).notes())
                .hasSize(1);
        assertThat(reader.read(S3Notification.text(S3Notification.eventBridge("Object Tags Added", "a"))))
                .isEqualTo(ignored("ignored \"Object Tags Added\": it neither makes nor removes an object"));
    }

    @Test
    void keysThatTheJobDoesNotMoveAreNotes() {
        MessageReader some = Readers.of(
                "s3://from/logs/",
                Map.of(JobOption.EXCLUDE, List.of("*.tmp"), JobOption.DELETE, List.of("true")),
                List.of("logs/a/", "logs/b/"));
        for (String event : List.of("ObjectCreated:Put", "ObjectRemoved:Delete")) {
            assertThat(some.read(S3Notification.of(event, "logs/a/1")).messages())
                    .hasSize(1);
            for (String key : List.of("a/1", "logs/c/1", "logs/a/1.tmp", "logs/a")) {
                assertThat(some.read(S3Notification.of(event, key)))
                        .isEqualTo(ignored("ignored an event of \"" + key + "\": the job doesn't move this key"));
            }
        }
    }

    /** Any sender with access to the queue may have written the message. */
    @Test
    void ownMessagesAboutKeysThatTheJobDoesNotMoveAreNotesToo() {
        MessageReader some = Readers.of(
                "s3://from/logs",
                Map.of(JobOption.EXCLUDE, List.of("*.tmp"), JobOption.DELETE, List.of("true")),
                List.of("logs/a/", "logs/b/"));
        for (Message message : List.of(
                new ObjectMessage("logs/a/1.tmp", 1, "", null),
                new DeleteMessage("logs/a/1.tmp", ""),
                new ObjectMessage("logs/c/1", 1, "", null))) {
            Incoming incoming = some.read(MessageCodec.encode(message));
            assertThat(incoming.messages()).isEmpty();
            assertThat(incoming.notes())
                    .containsExactly(
                            "ignored a message about \"" + message.key() + "\": the job doesn't move this key");
        }
        assertThat(some.read(MessageCodec.encode(new ObjectMessage("logs/a/1", 1, "", null)))
                        .messages())
                .hasSize(1);
    }

    @Test
    void notesAreFewAndShortWhateverWasSent() {
        ObjectNode[] events = new ObjectNode[1000];
        for (int i = 0; i < events.length; i++) {
            events[i] = S3Notification.record("x".repeat(100_000 / events.length * 20), "a");
        }
        List<String> notes = reader.read(S3Notification.of(events)).notes();
        assertThat(notes).hasSize(11).last().isEqualTo("and 990 more were ignored");
        assertThat(notes).allMatch(note -> note.length() < 1400);
    }

    private static Incoming asked(Message message) {
        return new Incoming(List.of(message), List.of());
    }

    private static Incoming ignored(String note) {
        return new Incoming(List.of(), List.of(note));
    }

    @Test
    void theSourcesFolderItselfHasNoNameInAWholeBucket() {
        MessageReader reader = Readers.of("s3://from/folder", Map.of(), List.of());
        assertThatThrownBy(() -> reader.read("{\"key\":\"folder/\",\"size\":0}"))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("no name at the destination");
        Incoming event = reader.read("{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":"
                + "{\"name\":\"from\"},\"object\":{\"key\":\"folder/\",\"size\":0}}}]}");
        assertThat(event.messages()).isEmpty();
        assertThat(event.notes()).singleElement().asString().contains("doesn't move this key");
    }
}
