package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.command.FleetEvents.Event;
import dev.caravan.command.FleetEvents.Form;
import dev.caravan.command.run.ExitCode;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.Interference;
import dev.caravan.local.Interference.Mode;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalMetrics;
import dev.caravan.local.LocalQueue;
import dev.caravan.local.Operation;
import dev.caravan.local.StoredObject;
import dev.caravan.message.AbortMessage;
import dev.caravan.message.CompleteMessage;
import dev.caravan.message.MessageCodec;
import dev.caravan.message.PartMessage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Tests two workers of this process whose queue and table fail, throttle and lose responses for a while. All tests use
 * the same two workers. No worker ends, and finally all objects are copied and recorded.
 */
@Order(1)
@Timeout(120)
class FleetFaultIT {

    private static final int OBJECTS = 40;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static FleetCloud cloud;
    private static List<LocalWorker> workers;

    @BeforeAll
    static void start() {
        cloud = new FleetCloud(folder);
        workers = List.of(cloud.work(), cloud.work());
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            cloud.endWorkers();
        } finally {
            cloud.close();
        }
    }

    @AfterEach
    void recover() {
        cloud.beforeQueue.all(Mode.PASS);
        cloud.beforeTable.all(Mode.PASS);
        cloud.to.faults().clear();
        assertThat(workers).allMatch(LocalWorker::isRunning);
    }

    @ParameterizedTest
    @CsvSource({
        "ReceiveMessage, FAIL, 16",
        "ReceiveMessage, THROTTLE, 16",
        "ReceiveMessage, LOSE_ANSWER, 4",
        "DeleteMessageBatch, FAIL, 6",
        "DeleteMessageBatch, LOSE_ANSWER, 6"
    })
    void aQueueThatFailsForAWhileLosesNothing(String operation, Mode mode, int requests) {
        List<StoredObject> objects = put(operation + mode, OBJECTS);
        int before = cloud.beforeQueue.count(operation);
        cloud.beforeQueue.only(operation, mode);
        cloud.queue(objects);
        awaitRequests(cloud.beforeQueue, operation, before + requests);
        cloud.beforeQueue.all(Mode.PASS);
        cloud.awaitEmptyQueue();
        cloud.assertAllWell();
    }

    @Test
    void aQueueThatIsAwayUntilItsMessagesAreOutOfTheWorkersHandsLosesNothing() throws Exception {
        List<StoredObject> objects = put("away", 12);
        try (Gate gate = Gate.before(cloud.to, Fault.on(Operation.PUT))) {
            cloud.queue(objects);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> cloud.queue.depth().equals(new LocalQueue.Depth(0, 12)));
            gate.awaitReached(workers.get(0)::output);
            cloud.beforeQueue.all(Mode.FAIL);
            // The worker can't extend the visibility timeout now: another worker may receive the messages while this
            // one still copies.
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> cloud.queue.depth().equals(new LocalQueue.Depth(12, 0)));
            cloud.beforeQueue.all(Mode.PASS);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> cloud.queue.depth().hidden() > 0);
        }
        cloud.awaitEmptyQueue();
        cloud.assertAllWell();
    }

    @ParameterizedTest
    @CsvSource({"FAIL, 144", "THROTTLE, 48", "LOSE_ANSWER, 48"})
    void whileNoRecordCanBeWrittenNoMessageIsDeleted(Mode mode, int requests) {
        List<StoredObject> objects = put("records" + mode, OBJECTS);
        int before = cloud.beforeTable.count("UpdateItem");
        cloud.beforeTable.only("UpdateItem", mode);
        cloud.queue(objects);
        awaitRequests(cloud.beforeTable, "UpdateItem", before + requests);
        if (mode != Mode.LOSE_ANSWER) {
            assertThat(cloud.queue.depth().all()).isEqualTo(OBJECTS);
            assertThat(objects)
                    .allMatch(object -> cloud.table.record(object.key()).isEmpty());
        }
        cloud.beforeTable.all(Mode.PASS);
        cloud.awaitEmptyQueue();
        cloud.assertAllWell();
    }

    @ParameterizedTest
    @CsvSource({"FAIL, 40", "THROTTLE, 8", "LOSE_ANSWER, 8"})
    void aTableThatCannotBeReadForAWhileFailsNoUpload(Mode mode, int requests) {
        List<StoredObject> large = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            large.add(cloud.source.put("large" + mode + i, Content.synthetic(i, 6 * FleetCloud.MIB)));
        }
        int before = cloud.beforeTable.count("GetItem");
        cloud.beforeTable.only("GetItem", mode);
        cloud.queue(large);
        awaitRequests(cloud.beforeTable, "GetItem", before + requests);
        cloud.beforeTable.all(Mode.PASS);
        cloud.awaitEmptyQueue();
        cloud.assertAllWell();
    }

    @Test
    void theSameMessageSeveralTimesAtOnceIsOneObject() {
        List<StoredObject> objects = new ArrayList<>(put("twice", OBJECTS));
        objects.add(cloud.source.put("twice/large", Content.synthetic(1, 11 * FleetCloud.MIB)));
        List<StoredObject> messages = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            messages.addAll(objects);
        }
        Collections.shuffle(messages, new Random(7));
        cloud.queue(messages);
        cloud.awaitEmptyQueue();
        cloud.assertAllWell();
    }

    @Test
    void withoutLeaveToDeleteARemovalDeletesNothing() {
        List<String> removals = new ArrayList<>();
        for (Form form : Form.values()) {
            cloud.destination.put("kept/" + form, "text");
            removals.addAll(FleetEvents.messages(
                    form, List.of(new Event("source", "kept/" + form, null, 0, "0055AED6DCD90281E5"))));
        }
        cloud.send(removals);
        cloud.awaitEmptyQueue();
        for (Form form : Form.values()) {
            assertThat(cloud.destination.text("kept/" + form)).isEqualTo("text");
            assertThat(cloud.table.record("kept/" + form)).isEmpty();
            cloud.destination.remove("kept/" + form);
        }
        cloud.assertAllWell();
    }

    @Test
    void aFinderWhoseRequestsFailOrGetNoAnswerQueuesEverything() throws Exception {
        put("finder", OBJECTS);
        cloud.beforeQueue.only("SendMessageBatch", Mode.LOSE_ANSWER);
        CompletableFuture<String> finder =
                CompletableFuture.supplyAsync(cloud::find, task -> new Thread(task, "finder").start());
        awaitRequests(cloud.beforeQueue, "SendMessageBatch", 3);
        cloud.beforeQueue.only("SendMessageBatch", Mode.FAIL);
        awaitRequests(cloud.beforeQueue, "SendMessageBatch", 9);
        cloud.beforeQueue.all(Mode.PASS);
        finder.get(60, TimeUnit.SECONDS);
        cloud.awaitEmptyQueue();
        cloud.assertAllWell();
    }

    @Test
    void aStepOfAnUploadThatNoWorkerCanProcessIsADeadLetterWithItsReason() {
        cloud.send(Stream.of(
                        new PartMessage("k", "u", 1, 1, 0, 5, "etag", null),
                        new CompleteMessage("k", "u"),
                        new AbortMessage("k", "u", ""))
                .map(MessageCodec::encode)
                .toList());
        await().atMost(Duration.ofMinutes(1))
                .until(() -> cloud.queue.deadLetters().all() == 3);
        assertThat(cloud.takeDeadLetters())
                .hasSize(3)
                .allSatisfy(letter -> assertThat(
                                letter.messageAttributes().get("Reason").stringValue())
                        .startsWith("Transient: this worker can't process giant objects: "));
    }

    @Test
    void whatFailedIsReportedAndIsDoneOnceItsCauseIsGone() throws Exception {
        Fault denied = Fault.on(Operation.PUT)
                .key(key -> key.startsWith("denied/"))
                .then(FaultAction.answer(403, "AccessDenied"));
        cloud.to.faults().add(denied);
        // If a message can't be moved to the dead-letter queue, it is not deleted either.
        cloud.beforeQueue.only("SendMessage", Mode.FAIL);
        List<StoredObject> objects = new ArrayList<>(put("denied", 3));
        objects.addAll(put("allowed", 10));
        cloud.queue(objects);
        awaitRequests(cloud.beforeQueue, "SendMessage", 4);
        cloud.beforeQueue.all(Mode.PASS);
        cloud.awaitEmptyQueue();
        List<Message> letters = cloud.queue.peekDeadLetters();
        assertThat(letters)
                .hasSize(3)
                .allSatisfy(letter -> assertThat(
                                letter.messageAttributes().get("Reason").stringValue())
                        .startsWith("Denied: ")
                        .contains("AccessDenied"));

        JsonNode told = JSON.readTree(run("status", "--scan", "--json"));
        assertThat(told.path("objects").path("ERROR").asInt()).isEqualTo(3);
        assertThat(told.path("deadLetters").path("waiting").asInt()).isEqualTo(3);
        assertThat(told.path("failures")).singleElement().satisfies(failures -> {
            assertThat(failures.path("kind").asText()).isEqualTo("Denied");
            assertThat(failures.path("count").asInt()).isEqualTo(3);
        });
        assertThat(run("status", "--failed").lines())
                .hasSize(3)
                .allMatch(line -> line.contains("\"denied/") && line.contains("AccessDenied"));

        cloud.to.faults().remove(denied);
        assertThat(run("redrive")).contains("moved 3 ");
        cloud.awaitEmptyQueue();
        cloud.assertAllWell();
        JsonNode after = JSON.readTree(run("status", "--scan", "--json"));
        assertThat(after.path("objects").path("ERROR").asInt()).isZero();
        assertThat(after.path("objects").path("DONE").asInt()).isEqualTo(cloud.source.size());
        assertThat(after.path("failures")).isEmpty();
        assertThat(after.path("unfinished")).isEmpty();
        assertThat(after.path("queue").path("waiting").asInt()).isZero();
        assertThat(after.path("deadLetters").path("waiting").asInt()).isZero();
        assertThat(run("status", "--failed")).isEmpty();
    }

    private static String run(String... command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        try (LocalMetrics metrics = LocalMetrics.start();
                LocalAws aws = new LocalAws(cloud.queue.endpoint(), cloud.table.endpoint(), metrics.endpoint())) {
            int code = Commands.run(
                    command,
                    Map.of(),
                    Map.of("JOB_QUEUE_NAME", LocalQueue.NAME, "JOB_TABLE_NAME", "records"),
                    new PrintWriter(out, true),
                    new PrintWriter(err, true));
            assertThat(code).as(err.toString()).isEqualTo(ExitCode.DONE);
        }
        return out.toString();
    }

    private static List<StoredObject> put(String folder, int count) {
        List<StoredObject> objects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            objects.add(cloud.source.put(folder + "/" + i, Content.synthetic(folder.hashCode() + i, 1 + 700L * i)));
        }
        return objects;
    }

    /** Waits until an operation has been requested this number of times. */
    private static void awaitRequests(Interference service, String operation, int requests) {
        await().atMost(Duration.ofSeconds(60)).until(() -> service.count(operation) >= requests);
    }
}
