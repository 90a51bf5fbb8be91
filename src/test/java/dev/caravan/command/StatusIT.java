package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.command.run.ExitCode;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalMetrics;
import dev.caravan.local.LocalQueue;
import dev.caravan.local.LocalTable;
import dev.caravan.record.JobStatus;
import dev.caravan.record.ReservedKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class StatusIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int DONE = 500;
    private static final Map<String, String> NAMES =
            Map.of("JOB_QUEUE_NAME", LocalQueue.NAME, "JOB_TABLE_NAME", LocalTable.NAME);

    private static Instant now;
    private static LocalQueue queue;
    private static LocalTable table;
    private static LocalMetrics metrics;
    private static LocalAws aws;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() {
        now = Instant.now();
        queue = LocalQueue.start();
        table = LocalTable.start();
        metrics = LocalMetrics.start();
        aws = new LocalAws(queue.endpoint(), table.endpoint(), metrics.endpoint());
        metrics.put(now.minusSeconds(60), 11_100);
        queue.send("one");
        queue.send("two");
        queue.client().receiveMessage(ask -> ask.queueUrl(queue.url()).maxNumberOfMessages(1));
        queue.client()
                .sendMessage(message -> message.queueUrl(queue.deadLettersUrl()).messageBody("dead"));
        fill();
    }

    private static void fill() {
        IntStream.range(0, DONE / 25)
                .forEach(batch -> table.client()
                        .batchWriteItem(write -> write.requestItems(Map.of(
                                LocalTable.NAME,
                                IntStream.range(batch * 25, batch * 25 + 25)
                                        .mapToObj(i -> request(record("done/" + i, JobStatus.DONE, 4096, 300, "")))
                                        .toList()))));
        put(record("odd\n\u001b[2J\u202e/key", JobStatus.ERROR, 10, 100, "Denied: PUT odd: 403 AccessDenied: not you"));
        put(record("b", JobStatus.ERROR, 10, 200, "Denied: PUT b: 403 AccessDenied: not you"));
        put(record("c", JobStatus.ERROR, 10, 200, "Digest: what arrived is not what was sent"));
        put(record(ReservedKey.of("message 4f1c"), JobStatus.ERROR, 0, 50, "InvalidMessage: no JSON"));
        put(record("large.iso", JobStatus.STARTED, 1L << 30, 0, ""));
        put(record("giant.iso", JobStatus.SPLIT_DONE, 1L << 40, 0, ""));
        put(record("old", JobStatus.DELETED, 0, 400, ""));
        put(Map.of(
                "ObjectKey", AttributeValue.fromS(ReservedKey.of("caravan finder lease: x")),
                "LeaseOwner", AttributeValue.fromS("host-1"),
                "LeaseStarted", AttributeValue.fromN(Long.toString(now.toEpochMilli())),
                "LeaseUntil",
                        AttributeValue.fromN(Long.toString(now.plusSeconds(3600).toEpochMilli()))));
    }

    private static Map<String, AttributeValue> record(
            String key, JobStatus status, long size, long endedAgo, String error) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("ObjectKey", AttributeValue.fromS(key));
        item.put("JobStatus", AttributeValue.fromS(status.name()));
        item.put("Size", AttributeValue.fromN(Long.toString(size)));
        item.put("Attempts", AttributeValue.fromN("5"));
        item.put("Error", AttributeValue.fromS(error));
        item.put(
                "StartTimestamp",
                AttributeValue.fromN(Long.toString(now.minusSeconds(7200).toEpochMilli())));
        item.put(
                "EndTimestamp",
                AttributeValue.fromN(Long.toString(now.minusSeconds(endedAgo).toEpochMilli())));
        return item;
    }

    private static WriteRequest request(Map<String, AttributeValue> item) {
        return WriteRequest.builder()
                .putRequest(PutRequest.builder().item(item).build())
                .build();
    }

    private static void put(Map<String, AttributeValue> item) {
        table.client().putItem(put -> put.tableName(LocalTable.NAME).item(item));
    }

    @AfterAll
    static void stop() {
        aws.close();
        metrics.close();
        table.close();
        queue.close();
    }

    @Test
    void tellsWhatAFleetIsDoing() {
        assertThat(run(NAMES, "status", "--scan")).isEqualTo(ExitCode.DONE);
        assertThat(err.toString()).isEmpty();
        String told = out.toString().replaceAll(" {2,}", " ");
        assertThat(told)
                .contains("table records, 508 records read at ")
                .contains(" DONE 500, 2.0 MiB\n")
                .contains(" ERROR 3\n")
                .contains(" finder running on host-1 since ", " last end ")
                .contains(" waiting 1\n", " in flight 1\n", " delayed 0\n")
                .contains(" oldest message 3 h 05 min\n")
                .contains(" dead letters 1 in jobs-dead\n")
                .contains(" Denied 2, \"odd\\n\\u001b[2J\\u202e/key\"\n Denied: PUT odd: 403 AccessDenied: not you\n")
                .contains(" Digest 1, \"c\"\n")
                .contains(" InvalidMessage 1, message 4f1c\n")
                .containsPattern(" 2 h 0\\d min SPLIT_DONE \"giant.iso\"\n 2 h 0\\d min STARTED \"large.iso\"\n");
        assertThat(out.toString()).doesNotContain("\u001b", "\u202e");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void tellsTheSameInJson() throws Exception {
        assertThat(run(NAMES, "status", "--scan", "--json")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString().lines()).hasSize(1);
        JsonNode told = JSON.readTree(out.toString());
        assertThat(told.path("objects").path("DONE").asInt()).isEqualTo(DONE);
        assertThat(told.path("bytesDone").asLong()).isEqualTo(4096 * DONE);
        assertThat(told.path("queue").path("waiting").asInt()).isEqualTo(1);
        assertThat(told.path("queue").path("oldestMessageSeconds").asInt()).isEqualTo(11_100);
        assertThat(told.path("deadLetters").path("waiting").asInt()).isEqualTo(1);
        assertThat(told.path("finders").path(0).path("owner").asText()).isEqualTo("host-1");
        assertThat(told.path("failures").path(0).path("last").path("key").asText())
                .isEqualTo("odd\n\u001b[2J\u202e/key");
        assertThat(told.path("last10Minutes").path("objectsPerSecond").asDouble())
                .isBetween(0.5, 1.0);
        assertThat(told.path("unfinished").findValuesAsText("key")).containsExactly("giant.iso", "large.iso");
    }

    @Test
    void listsEveryFailureAndNeedsNoQueueForIt() {
        assertThat(run(Map.of(), "status", "--failed", "--table", LocalTable.NAME))
                .isEqualTo(ExitCode.DONE);
        assertThat(out.toString().lines()).hasSize(4);
        assertThat(out.toString())
                .contains("5 attempts  \"odd\\n\\u001b[2J\\u202e/key\"  Denied: PUT odd: 403 AccessDenied: not you")
                .contains("5 attempts  message 4f1c  InvalidMessage: no JSON");
        assertThat(err.toString()).isEqualTo("4 failures in 508 records" + System.lineSeparator());
    }

    @Test
    void listsEveryFailureAsOneLineOfJson() {
        assertThat(run(NAMES, "status", "--failed", "--json")).isEqualTo(ExitCode.DONE);
        List<JsonNode> lines = out.toString().lines().map(StatusIT::parsed).toList();
        assertThat(lines.stream()
                        .map(line ->
                                line.path("key").asText(line.path("message").asText()))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("odd\n\u001b[2J\u202e/key", "b", "c", "message 4f1c");
        assertThat(lines).allMatch(line -> line.path("attempts").asInt() == 5);
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    @Test
    void goesOnWithoutTheAgeOfTheOldestMessage() {
        try (LocalMetrics silent = LocalMetrics.start();
                LocalAws elsewhere = new LocalAws(queue.endpoint(), table.endpoint(), silent.endpoint())) {
            assertThat(elsewhere).isNotNull();
            silent.refuse("AccessDeniedException");
            assertThat(run(NAMES, "status", "--scan")).isEqualTo(ExitCode.DONE);
        }
        assertThat(out.toString()).contains("unknown (CloudWatch: permission is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "status, 64, '--queue: this option is required; give it, or set JOB_QUEUE_NAME'",
        "status --queue jobs, 64, '--table: this option is required; give it, or set JOB_TABLE_NAME'",
        "redrive, 64, '--queue: this option is required; give it, or set JOB_QUEUE_NAME'",
        "status --queue none --table records, 2, 'queue none: no resource has this name'",
        "status --queue jobs --table none, 2, 'table none: no resource has this name'",
        "redrive --queue none, 2, 'queue none: no resource has this name'",
        "redrive --queue jobs-dead, 2, 'queue jobs-dead: it has no redrive policy'",
    })
    void whatIsWrongIsOneLine(String arguments, int code, String message) {
        assertThat(run(Map.of(), arguments.split(" ", -1))).isEqualTo(code);
        assertThat(err.toString()).contains("caravan: " + message).doesNotContain("Exception:", "\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anUnreachableServiceIsOneLine() {
        URI nowhere = URI.create("http://127.0.0.1:1");
        try (LocalAws elsewhere = new LocalAws(nowhere, nowhere, nowhere)) {
            assertThat(elsewhere).isNotNull();
            assertThat(run(NAMES, "status")).isEqualTo(ExitCode.RUN_FAILED);
        }
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).startsWith("caravan: queue jobs: can't connect: ");
    }

    private int run(Map<String, String> environment, String... arguments) {
        return Commands.run(arguments, Map.of(), environment, new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
