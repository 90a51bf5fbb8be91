package dev.caravan.local;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;

/** Runs cloudformation/giant-object.asl.json with a queue and tables of the real protocols. */
@Order(1)
class GiantObjectStateMachineIT {

    /** With this value, a minute of the state machine takes 60 ms. */
    private static final double WAITS = 0.001;

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static LocalQueue queue;
    private static LocalTable table;

    private Interference beforeQueue;
    private Interference beforeTable;
    private LocalStepFunctions stepFunctions;
    private SfnClient client;
    private static int uploads;

    @BeforeAll
    static void startServices() {
        queue = LocalQueue.start();
        table = LocalTable.start();
    }

    @AfterAll
    static void stopServices() {
        queue.close();
        table.close();
    }

    @BeforeEach
    void startStepFunctions() {
        beforeQueue = Interference.before(queue.endpoint());
        beforeTable = Interference.before(table.endpoint());
        begin(WAITS);
    }

    private void begin(double waits) {
        stepFunctions = LocalStepFunctions.start(beforeQueue.endpoint(), beforeTable.endpoint(), waits);
        client = LocalStepFunctions.clientOf(stepFunctions.endpoint());
    }

    @AfterEach
    void stopStepFunctions() {
        client.close();
        stepFunctions.close();
        beforeQueue.close();
        beforeTable.close();
    }

    private void beginAnew(double waits) {
        client.close();
        stepFunctions.close();
        begin(waits);
    }

    private static GiantObject object(int parts) {
        uploads++;
        return new GiantObject(queue, table, "big-" + uploads + ".bin", "upload-id-" + uploads, parts);
    }

    private LocalExecution start(GiantObject object) {
        return start(object.uploadId, object.input());
    }

    private LocalExecution start(String name, ObjectNode input) {
        client.startExecution(StartExecutionRequest.builder()
                .stateMachineArn(LocalStepFunctions.ARN)
                .name(name)
                .input(input.toString())
                .build());
        return stepFunctions.execution(name);
    }

    private static void awaitStatus(LocalExecution execution, String status) {
        await().atMost(SOON).until(() -> !execution.status().equals("RUNNING"));
        assertThat(execution.status())
                .as("%s %s %s", execution.last(), execution.error(), execution.cause())
                .isEqualTo(status);
    }

    private static JsonNode awaitMessage(GiantObject object) {
        List<JsonNode> taken = new ArrayList<>();
        await().atMost(SOON).until(() -> taken.addAll(object.take()));
        assertThat(taken).as("repeats at most").containsOnly(taken.get(0));
        return taken.get(0);
    }

    @Test
    void completesAnUploadWhosePartsAreAllRecorded() {
        GiantObject object = object(3);
        object.split();
        object.parts(1, 3, "PART_DONE", "etag");
        LocalExecution execution = start(object);

        JsonNode message = awaitMessage(object);
        assertThat(message)
                .isEqualTo(JSON.createObjectNode()
                        .put("type", "complete")
                        .put("key", object.key)
                        .put("uploadId", object.uploadId));
        assertThat(execution.status()).isEqualTo("RUNNING");

        object.record("DONE", object.uploadId);
        awaitStatus(execution, "SUCCEEDED");
        assertThat(execution.last()).isEqualTo("Ended");
        assertThat(object.take()).isEmpty();
    }

    @Test
    void waitsForMissingParts() {
        GiantObject object = object(3);
        object.split();
        object.parts(1, 2, "PART_DONE", "etag");
        LocalExecution execution = start(object);

        int before = execution.events();
        await().atMost(SOON).until(() -> execution.events() > before + 100);
        assertThat(object.take()).isEmpty();

        object.parts(3, 3, "PART_DONE", "etag");
        assertThat(awaitMessage(object).path("type").asText()).isEqualTo("complete");
    }

    @Test
    void givesUpWhenAPartFailed() {
        GiantObject object = object(3);
        object.split();
        object.parts(1, 1, "PART_DONE", "etag");
        object.parts(3, 3, "PART_ERROR", "");
        LocalExecution execution = start(object);

        awaitStatus(execution, "FAILED");
        String reason = "at least 1 of 3 parts failed";
        assertThat(execution.error()).isEqualTo("Caravan.GivenUp");
        assertThat(execution.cause()).isEqualTo(reason);
        assertThat(awaitMessage(object))
                .isEqualTo(JSON.createObjectNode()
                        .put("type", "abort")
                        .put("reason", reason)
                        .put("key", object.key)
                        .put("uploadId", object.uploadId));
    }

    @Test
    void waitsOnAtAPartThatIsNeitherDoneNorFailed() {
        GiantObject object = object(2);
        object.split();
        object.parts(1, 1, "PART_DONE", "etag");
        object.parts(2, 2, "PART_UNHEARD_OF", "");
        LocalExecution execution = start(object);
        await().atMost(SOON).until(() -> execution.events() > 100);
        assertThat(object.take()).isEmpty();
        object.parts(2, 2, "PART_DONE", "etag");
        assertThat(awaitMessage(object).path("type").asText()).isEqualTo("complete");
    }

    @Test
    void givesUpAtTheDeadline() {
        GiantObject object = object(3);
        object.split();
        object.parts(1, 2, "PART_DONE", "etag");
        LocalExecution execution = start(object.uploadId, object.input(Instant.parse("2026-01-02T03:04:05Z")));

        awaitStatus(execution, "FAILED");
        assertThat(execution.cause()).isEqualTo("not done by 2026-01-02T03:04:05Z: 2 of 3 parts are there");
        assertThat(awaitMessage(object).path("type").asText()).isEqualTo("abort");
    }

    @Test
    void countsManyPagesOfParts() {
        GiantObject object = object(2_500);
        object.split();
        String longEtag = "e".repeat(1_700);
        object.parts(1, 2_500, "PART_DONE", longEtag);
        object.discardPart(1_777);
        LocalExecution execution = start(object);

        await().atMost(SOON).until(() -> beforeTable.count("Query") > 12);
        assertThat(object.take()).isEmpty();
        object.parts(1_777, 1_777, "PART_DONE", longEtag);
        assertThat(awaitMessage(object).path("type").asText()).isEqualTo("complete");

        object.record("DONE", "");
        awaitStatus(execution, "SUCCEEDED");
        assertThat(execution.visits("NextPage")).isGreaterThanOrEqualTo(4 * execution.visits("StartCount"));
    }

    @Test
    void findsAFailedPartOnTheLastPage() {
        GiantObject object = object(1_000);
        object.split();
        object.parts(1, 999, "PART_DONE", "e".repeat(3_000));
        object.parts(1_000, 1_000, "PART_ERROR", "e");
        awaitStatus(start(object), "FAILED");
        assertThat(awaitMessage(object).path("type").asText()).isEqualTo("abort");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a \"quoted\" key",
                "lines\nand\r\ttabs",
                "back\\slash\\u0041 and {} ${x} $.key States.Format('{}')",
                "\"},\"type\":\"abort\",\"x\":{\"",
                "zażółć 😀 日本 \u0001\u001f\u2028",
                " / .././/"
            })
    void carriesAnyKey(String key) {
        uploads++;
        GiantObject object = new GiantObject(queue, table, key, "upload'\"\\" + uploads, 1);
        object.split();
        object.parts(1, 1, "PART_DONE", "etag");
        start("odd-" + uploads, object.input());
        JsonNode message = awaitMessage(object);
        assertThat(message.path("type").asText()).isEqualTo("complete");
        assertThat(message.path("key").asText()).isEqualTo(key);
        assertThat(message.path("uploadId").asText()).isEqualTo(object.uploadId);
    }

    @Test
    void sendsCompleteAgainWhenPartsWereDiscarded() {
        GiantObject object = object(2);
        object.split();
        object.parts(1, 2, "PART_DONE", "etag");
        LocalExecution execution = start(object);
        awaitMessage(object);

        object.discardPart(1);
        int before = beforeTable.count("Query");
        await().atMost(SOON).until(() -> beforeTable.count("Query") > before + 2);
        object.take();
        object.parts(1, 1, "PART_DONE", "other etag");
        assertThat(awaitMessage(object).path("type").asText()).isEqualTo("complete");
        object.record("DONE", object.uploadId);
        awaitStatus(execution, "SUCCEEDED");
        assertThat(execution.visits("PartsDiscarded")).isEqualTo(1);
    }

    @Test
    void sendsCompleteAgainEveryTenRoundsUntilTheRecordIsDone() {
        GiantObject object = object(1);
        object.split();
        object.parts(1, 1, "PART_DONE", "etag");
        LocalExecution execution = start(object);
        awaitMessage(object);
        awaitMessage(object);
        object.record("DONE", object.uploadId);
        awaitStatus(execution, "SUCCEEDED");
        int rounds = execution.visits("StartCount");
        assertThat(execution.visits("SendComplete")).isEqualTo((rounds + 9) / 10);
    }

    @Test
    void outlivesAnErrorThatPasses() {
        GiantObject object = object(1);
        object.record("ERROR", object.uploadId);
        object.parts(1, 1, "PART_DONE", "etag");
        LocalExecution execution = start(object);
        awaitMessage(object);
        awaitMessage(object);
        object.record("DONE", object.uploadId);
        awaitStatus(execution, "SUCCEEDED");
    }

    @Test
    void givesUpWhenCompletingKeepsFailing() {
        GiantObject object = object(1);
        object.record("ERROR", object.uploadId);
        object.parts(1, 1, "PART_DONE", "etag");
        beginAnew(0.0001);
        LocalExecution execution = start(object);
        awaitStatus(execution, "FAILED");
        assertThat(execution.visits("SendComplete")).isEqualTo(5);
        assertThat(execution.visits("SendAbort")).isEqualTo(1);
    }

    @Test
    void failsWhenTheRecordIsAnErrorWithoutTheUpload() {
        GiantObject object = object(1);
        object.record("ERROR", "");
        LocalExecution execution = start(object);
        awaitStatus(execution, "FAILED");
        assertThat(execution.cause()).contains("the record of the object says ERROR");
    }

    @Test
    void discardsAnUploadThatAnotherOneReplaced() {
        GiantObject object = object(1);
        object.record("STARTED", "a newer upload");
        object.parts(1, 1, "PART_DONE", "etag");
        LocalExecution execution = start(object);
        awaitStatus(execution, "SUCCEEDED");
        assertThat(awaitMessage(object))
                .as("no reason: the record is another upload's")
                .isEqualTo(JSON.createObjectNode()
                        .put("type", "abort")
                        .put("key", object.key)
                        .put("uploadId", object.uploadId));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANCEL", "DELETED", "SKIPPED"})
    void discardsAnUploadWhoseSourceIsGone(String status) {
        GiantObject object = object(1);
        object.record(status, "");
        awaitStatus(start(object), "SUCCEEDED");
        assertThat(awaitMessage(object).path("type").asText()).isEqualTo("abort");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAIL", "THROTTLE", "LOSE_ANSWER"})
    void triesAgainWhenAServiceFails(Interference.Mode mode) {
        GiantObject object = object(1);
        object.split();
        object.parts(1, 1, "PART_DONE", "etag");
        beginAnew(0.0001);
        beforeTable.all(mode);
        beforeQueue.all(mode);
        LocalExecution execution = start(object);
        await().atMost(SOON).until(() -> beforeTable.count("GetItem") > 3);
        beforeTable.only("Query", mode);
        await().atMost(SOON).until(() -> beforeTable.count("Query") > 3);
        beforeTable.all(Interference.Mode.PASS);
        await().atMost(SOON).until(() -> beforeQueue.count("SendMessage") > 3);
        beforeQueue.all(Interference.Mode.PASS);
        List<JsonNode> taken = new ArrayList<>();
        await().atMost(SOON).until(() -> taken.addAll(object.take()));
        assertThat(taken).allMatch(message -> message.path("type").asText().equals("complete"));
        object.record("DONE", object.uploadId);
        awaitStatus(execution, "SUCCEEDED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GetItem", "Query"})
    void givesUpWhenATableStaysOutOfReach(String operation) {
        GiantObject object = object(1);
        object.split();
        beginAnew(0.00001);
        beforeTable.only(operation, Interference.Mode.FAIL);
        LocalExecution execution = start(object);
        awaitStatus(execution, "FAILED");
        assertThat(beforeTable.count(operation)).isEqualTo(17);
        assertThat(execution.error()).isEqualTo("Caravan.GivenUp");
        assertThat(execution.cause()).contains("could not go on").contains("InternalServerError");
        assertThat(awaitMessage(object).path("type").asText()).isEqualTo("abort");
    }

    @Test
    void saysWhatToDoWhenNotEvenTheAbortCanBeSent() {
        GiantObject object = object(1);
        object.split();
        object.parts(1, 1, "PART_DONE", "etag");
        beginAnew(0.00001);
        beforeQueue.all(Interference.Mode.FAIL);
        LocalExecution execution = start(object);
        awaitStatus(execution, "FAILED");
        assertThat(execution.error()).isEqualTo("Caravan.Stranded");
        assertThat(execution.cause()).contains("abort the upload");
    }

    @Test
    void continuesAsANewExecutionLongBeforeItsHistoryIsFull() throws NoSuchAlgorithmException {
        GiantObject object = object(2);
        object.split();
        object.parts(1, 1, "PART_DONE", "etag");
        beginAnew(0.00001);
        LocalExecution execution = start(object);
        awaitStatus(execution, "SUCCEEDED");
        assertThat(execution.last()).isEqualTo("Continued");
        assertThat(execution.visits("CountPage")).isEqualTo(100);
        assertThat(execution.visits("WaitAMinute")).isEqualTo(60);
        assertThat(execution.events()).isLessThan(2_500);

        String next = "upload-" + sha256(object.uploadId) + "-1";
        await().atMost(SOON).until(() -> stepFunctions.execution(next) != null);
        assertThat(next).hasSizeLessThanOrEqualTo(80);
        assertThat(stepFunctions.execution(next).input())
                .isEqualTo(object.input(
                                Instant.parse(execution.input().path("deadline").asText()))
                        .put("generation", 1));
        object.parts(2, 2, "PART_DONE", "etag");
        awaitMessage(object);
        object.record("DONE", object.uploadId);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stepFunctions.executions())
                        .allMatch(each -> each.status().equals("SUCCEEDED")));
    }

    @Test
    void endsWhereTheNextExecutionIsThereAlready() throws NoSuchAlgorithmException {
        GiantObject object = object(2);
        object.split();
        beginAnew(0.00001);
        start("upload-" + sha256(object.uploadId) + "-1", object.input(Instant.EPOCH));
        LocalExecution execution = start(object);
        awaitStatus(execution, "SUCCEEDED");
        assertThat(execution.last()).isEqualTo("Continued");
    }

    /**
     * Counts the events of the longest loop and the longest exit from it, with all retries of every call, as Step
     * Functions does.
     */
    @Test
    void fitsItsHistoryWhateverIsRetried() {
        JsonNode states = LocalStateMachine.giantObject().path("States");
        List<String> turn = List.of(
                "HowLong",
                "WaitAMinute",
                "ReadRecord",
                "Standing",
                "StartCount",
                "CountPage",
                "AddPage",
                "MorePages",
                "LookForErrors",
                "CountErrors",
                "AnyErrors",
                "NextErrors",
                "Verdict",
                "SendComplete",
                "Sent");
        int turns = states.path("HowLong")
                .path("Choices")
                .path(0)
                .path("NumericGreaterThanEquals")
                .asInt();
        int end = worst(states, List.of("Begin", "ContinueAnew", "CannotGoOn", "SendAbort", "GivenUp"));
        assertThat(turns * worst(states, turn) + end).isBetween(1, 24_999);
    }

    private static int worst(JsonNode states, List<String> names) {
        int events = 0;
        for (String name : names) {
            JsonNode state = states.path(name);
            assertThat(state.isObject()).as(name).isTrue();
            events += 2;
            if (state.has("Retry")) {
                int retries = 0;
                for (JsonNode retrier : state.path("Retry")) {
                    retries += retrier.path("MaxAttempts").asInt();
                }
                events += 3 * (1 + retries);
            }
        }
        return events;
    }

    @Test
    void failsAtOnceWhereTheInputLacksAField() {
        GiantObject object = object(1);
        ObjectNode input = object.input();
        input.remove("objectKey");
        LocalExecution execution = start("incomplete", input);
        awaitStatus(execution, "FAILED");
        assertThat(execution.error()).isEqualTo("States.Runtime");
    }

    private static String sha256(String text) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }
}
