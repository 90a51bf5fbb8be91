package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.command.FleetEvents.Event;
import dev.caravan.command.FleetEvents.Form;
import dev.caravan.command.run.ExitCode;
import dev.caravan.local.Interference.Mode;
import dev.caravan.local.LocalAws;
import dev.caravan.local.StoredObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.model.Message;

/** Sends the events of a bucket in any order through the queue to two workers that may delete objects. */
@Order(2)
@Timeout(120)
class FleetEventsIT {

    private static final List<List<Integer>> ORDERS_OF_3 = List.of(
            List.of(0, 1, 2), List.of(0, 2, 1), List.of(1, 0, 2), List.of(1, 2, 0), List.of(2, 0, 1), List.of(2, 1, 0));
    private static final List<List<Integer>> ORDERS_OF_2 = List.of(List.of(0, 1), List.of(1, 0));

    /** The changes of a key, in order: the object's content, or an empty string for a removal. */
    private static final Map<String, List<String>> STORIES = Map.of(
            "made", List.of("first"),
            "removed", List.of("first", ""),
            "replaced", List.of("first", "second, longer"),
            "made again", List.of("first", "", "second, longer"),
            "made the same again", List.of("first", "", "first"),
            "removed again", List.of("", "second, longer", ""));

    @TempDir
    private static Path folder;

    private static FleetCloud cloud;
    private static long sequencers = 0x55AED6DCD90281E5L;

    @BeforeAll
    static void start() {
        cloud = new FleetCloud(folder);
        cloud.environment.put("DEST_DELETE", "true");
        cloud.work();
        cloud.work();
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            cloud.endWorkers();
        } finally {
            cloud.close();
        }
    }

    /** One key, its changes, and the path of their events to the queue. */
    private record Tale(String key, List<Event> events, List<String> messages) {

        Event last() {
            return events.get(events.size() - 1);
        }
    }

    @Test
    void whateverTheOrderOfEventsTheDestinationEndsAsTheSource() {
        List<Tale> tales = tell("late", List.of(Form.values()));
        cloud.send(interleaved(tales, 1));
        cloud.awaitEmptyQueue();
        assertEndsAsTheLastEventSays(tales);
    }

    @Test
    void eventsThatComeWhileTheSourceChangesEndAsTheSourceToo() throws Exception {
        List<Tale> tales = new ArrayList<>();
        List<String> later = new ArrayList<>();
        for (Tale tale : tell("meanwhile", List.of(Form.PLAIN))) {
            // Half of the events are on the queue before the key has its final state.
            int half = (tale.messages().size() + 1) / 2;
            StoredObject last = cloud.source.get(tale.key()).orElse(null);
            cloud.source.put(tale.key(), "first");
            cloud.send(tale.messages().subList(0, half));
            later.addAll(tale.messages().subList(half, tale.messages().size()));
            if (last == null) {
                cloud.source.remove(tale.key());
            } else {
                cloud.source.put(last);
            }
            tales.add(tale);
        }
        Collections.shuffle(later, new Random(2));
        cloud.send(later);
        cloud.awaitEmptyQueue();
        assertEndsAsTheLastEventSays(tales);
    }

    @Test
    void whileTheTableIsAwayNothingIsDeletedAndNothingMovedToTheDeadLetters() {
        List<Tale> tales = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            cloud.destination.put("claimed/" + i, "first");
            tales.add(tale("claimed/" + i, List.of("first", ""), List.of(1), Form.PLAIN));
        }
        int before = cloud.beforeTable.count("UpdateItem");
        cloud.beforeTable.only("UpdateItem", Mode.FAIL);
        cloud.send(interleaved(tales, 3));
        cloud.send(List.of("poison"));
        // The client sends each request up to eight times. More requests mean that messages were received again.
        await().atMost(Duration.ofSeconds(60)).until(() -> cloud.beforeTable.count("UpdateItem") > before + 9 * 8);
        assertThat(tales).allMatch(tale -> cloud.destination.get(tale.key()).isPresent());
        assertThat(cloud.queue.depth().all()).isEqualTo(9);
        cloud.beforeTable.all(Mode.PASS);
        cloud.awaitEmptyQueue();
        assertThat(cloud.takeDeadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(
                                letter.messageAttributes().get("Reason").stringValue())
                        .startsWith("InvalidMessage: "));
        assertThat(failures()).contains("InvalidMessage: the message is not JSON");
        assertEndsAsTheLastEventSays(tales);
    }

    @Test
    void messagesThatSayNothingOfTheSourceLeaveTheQueueAndChangeNothing() {
        cloud.destination.put("kept", "text");
        int records = cloud.records().size();
        Event other = new Event("another", "kept", null, 0, sequencer());
        String removal = FleetEvents.notification(List.of(new Event("source", "kept", null, 0, sequencer())));
        cloud.send(List.of(
                "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Time\":\"2026-11-22T07:00:00.000Z\","
                        + "\"Bucket\":\"source\",\"RequestId\":\"1\",\"HostId\":\"2\"}",
                FleetEvents.throughSns("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}"),
                FleetEvents.messages(Form.PLAIN, List.of(other)).get(0),
                FleetEvents.messages(Form.SNS, List.of(other)).get(0),
                FleetEvents.messages(Form.EVENT_BRIDGE, List.of(other)).get(0),
                removal.replace("ObjectRemoved:Delete", "ObjectTagging:Put"),
                removal.replace("ObjectRemoved:Delete", "ObjectRestore:Completed"),
                removal.replace("aws:s3", "aws:ec2"),
                "{\"source\":\"aws.s3\",\"detail-type\":\"Object Tags Added\",\"detail\":{}}",
                "{\"source\":\"aws.ec2\",\"detail-type\":\"Object Deleted\",\"detail\":{}}",
                "{\"Type\":\"SubscriptionConfirmation\",\"TopicArn\":\"arn:aws:sns:us-east-1:123456789012:topic\"}",
                "{\"Records\":[]}"));
        cloud.awaitEmptyQueue();
        assertThat(cloud.destination.text("kept")).isEqualTo("text");
        assertThat(cloud.records()).hasSize(records);
        assertThat(cloud.queue.deadLetters().all()).isZero();
    }

    @Test
    void poisonIsMovedToTheDeadLettersWithItsReasonAndStopsNobody() {
        Map<String, String> poison = Map.of(
                "hello",
                "not JSON",
                "[7]",
                "not an object",
                "{}",
                "key: missing",
                "{\"key\":\"a\",\"size\":-1}",
                "size: missing",
                "{\"type\":\"dance\",\"key\":\"a\",\"size\":1}",
                "type: not one of",
                "{\"key\":\"a\",\"size\":1,\"sequencer\":\"xyz\"}",
                "sequencer: not hexadecimal",
                "{\"key\":\"\\ud800\",\"size\":1}",
                "half of a surrogate",
                "{\"key\":\"" + "k".repeat(1025) + "\",\"size\":1}",
                "longer than 1,024",
                "{\"Records\":7}",
                "Records: not an array",
                "[".repeat(5000),
                "nested too deep");
        List<StoredObject> good = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            good.add(cloud.source.put("good/" + i, "content " + i));
        }
        List<String> all = new ArrayList<>(poison.keySet());
        cloud.queue(good.subList(0, 15));
        cloud.send(all);
        cloud.queue(good.subList(15, 30));
        cloud.awaitEmptyQueue();
        List<Message> letters = cloud.takeDeadLetters();
        assertThat(letters).extracting(Message::body).containsExactlyInAnyOrderElementsOf(poison.keySet());
        assertThat(letters)
                .allSatisfy(letter -> assertThat(
                                letter.messageAttributes().get("Reason").stringValue())
                        .startsWith("InvalidMessage: ")
                        .contains(poison.get(letter.body())));
        String failures = failures();
        assertThat(failures.lines())
                .filteredOn(line -> line.contains("InvalidMessage: "))
                .hasSizeGreaterThanOrEqualTo(poison.size());
        assertThat(poison.values()).allMatch(failures::contains);
        cloud.assertOnRecord(good);
        assertAreThere(good);
    }

    private static String failures() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        try (LocalAws aws = new LocalAws(cloud.queue.endpoint(), cloud.table.endpoint(), cloud.table.endpoint())) {
            int code = Commands.run(
                    new String[] {"status", "--failed"},
                    Map.of(),
                    Map.of("JOB_TABLE_NAME", "records"),
                    new PrintWriter(out, true),
                    new PrintWriter(err, true));
            assertThat(code).as(err.toString()).isEqualTo(ExitCode.DONE);
        }
        return out.toString();
    }

    /**
     * Makes a key for every story, order of events and form, once with and once without an object at the destination.
     * The source has the final state of the story.
     */
    private static List<Tale> tell(String prefix, List<Form> forms) {
        List<Tale> tales = new ArrayList<>();
        STORIES.forEach((name, story) -> {
            for (List<Integer> order : orders(story.size())) {
                for (Form form : forms) {
                    for (boolean alreadyThere : new boolean[] {false, true}) {
                        String key = prefix + "/" + name + " " + order + "+%2B\u00fc/" + form + alreadyThere;
                        if (alreadyThere) {
                            cloud.destination.put(key, "first");
                        }
                        tales.add(tale(key, story, order, form));
                    }
                }
            }
        });
        return tales;
    }

    private static List<List<Integer>> orders(int size) {
        return size == 1 ? List.of(List.of(0)) : size == 2 ? ORDERS_OF_2 : ORDERS_OF_3;
    }

    private static Tale tale(String key, List<String> story, List<Integer> order, Form form) {
        List<Event> events = new ArrayList<>();
        for (String content : story) {
            if (content.isEmpty()) {
                cloud.source.remove(key);
                events.add(new Event("source", key, null, 0, sequencer()));
            } else {
                StoredObject object = cloud.source.put(key, content);
                events.add(new Event("source", key, object.etag(), object.size(), sequencer()));
            }
        }
        return new Tale(
                key,
                events,
                FleetEvents.messages(form, order.stream().map(events::get).toList()));
    }

    /** Returns the next sequencer. Sequencers differ in length: the shorter ones must be padded. */
    private static String sequencer() {
        sequencers += 0x10;
        String digits = String.format(Locale.ROOT, "%018X", sequencers);
        return sequencers % 0x30 == 0 ? digits.substring(0, 17) : digits;
    }

    /** Returns the messages of all keys in random order. The messages of one key stay in their order. */
    private static List<String> interleaved(List<Tale> tales, long seed) {
        List<Integer> turns = new ArrayList<>();
        for (int i = 0; i < tales.size(); i++) {
            turns.addAll(Collections.nCopies(tales.get(i).messages().size(), i));
        }
        Collections.shuffle(turns, new Random(seed));
        int[] next = new int[tales.size()];
        return turns.stream().map(i -> tales.get(i).messages().get(next[i]++)).collect(Collectors.toList());
    }

    private static void assertEndsAsTheLastEventSays(List<Tale> tales) {
        Map<String, Map<String, AttributeValue>> records = cloud.records();
        List<StoredObject> there = new ArrayList<>();
        for (Tale tale : tales) {
            String key = tale.key();
            StoredObject object = cloud.source.get(key).orElse(null);
            if (object == null) {
                assertThat(cloud.destination.get(key)).as(key).isEmpty();
                assertThat(records.get(key)).as(key).containsEntry("JobStatus", AttributeValue.fromS("DELETED"));
            } else {
                there.add(object);
            }
            assertThat(records.get(key).get("Sequencer").s())
                    .as(key)
                    .startsWith(tale.last().sequencer());
        }
        cloud.assertOnRecord(there);
        assertAreThere(there);
        assertThat(cloud.queue.deadLetters().all()).isZero();
    }

    private static void assertAreThere(List<StoredObject> objects) {
        assertThat(objects)
                .allMatch(object -> cloud.destination
                        .get(object.key())
                        .orElseThrow()
                        .content()
                        .sameAs(object.content()));
    }
}
