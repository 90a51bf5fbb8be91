package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.command.run.ExitCode;
import dev.caravan.local.Interference;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalMetrics;
import dev.caravan.local.LocalQueue;
import dev.caravan.local.LocalTable;
import dev.caravan.record.FleetTotals;
import dev.caravan.record.ReservedKey;
import dev.caravan.record.dynamo.FleetItems;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Tests the output of {@code caravan status} for the items that workers and finders write. */
class FleetStatusIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ODD = "odd\n\u001b[2J\u202e/key";

    private final Instant now = Instant.now();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final LocalQueue queue = LocalQueue.start();
    private final LocalTable table = LocalTable.start();
    private final Interference beforeTable = Interference.before(table.endpoint());
    private final LocalMetrics metrics = LocalMetrics.start();
    private final LocalAws aws = new LocalAws(queue.endpoint(), beforeTable.endpoint(), metrics.endpoint());
    private final FleetItems items = new FleetItems(table.client(), LocalTable.NAME);

    @BeforeEach
    void fill() throws Exception {
        for (int i = 0; i < 5; i++) {
            queue.send("message " + i);
        }
        queue.client()
                .sendMessage(message -> message.queueUrl(queue.deadLettersUrl()).messageBody("dead"));
    }

    @AfterEach
    void stop() {
        aws.close();
        metrics.close();
        beforeTable.close();
        table.close();
        queue.close();
    }

    private ObjectNode worker(String id, long silent, String state) {
        ObjectNode status = JSON.createObjectNode()
                .put("id", id)
                .put("version", "1.0")
                .put("queue", LocalQueue.NAME)
                .put("started", now.minusSeconds(7200).toEpochMilli())
                .put("seen", now.minusSeconds(silent).toEpochMilli())
                .put("interval", 15_000)
                .put("state", state)
                .put("slots", 8)
                .put("used", 3);
        JsonNode minutes = JSON.valueToTree(List.of(30, 30, 30, 30, 30, 30));
        status.putObject("hour")
                .put("minute", now.minusSeconds(silent).getEpochSecond() / 60)
                .<ObjectNode>set("messages", minutes)
                .set("objects", minutes);
        return status;
    }

    private void write(ObjectNode status) throws Exception {
        String id = status.path("id").asText();
        items.write(id, status.toString(), Duration.ofSeconds(20));
        items.add(id, FleetTotals.NONE, Duration.ofSeconds(20));
    }

    private void compared(String outcome, long heldUntil, Map<String, String> figures) {
        Map<String, AttributeValue> one = new HashMap<>();
        one.put("Outcome", AttributeValue.fromS(outcome));
        figures.forEach((name, value) -> one.put(name, AttributeValue.fromN(value)));
        Map<String, AttributeValue> lease = new HashMap<>(Map.of(
                "ObjectKey", AttributeValue.fromS(ReservedKey.of("caravan finder lease: a -> b")),
                "Finder", AttributeValue.fromS("host-9"),
                "Comparisons", AttributeValue.fromL(List.of(AttributeValue.fromM(one)))));
        if (heldUntil > 0) {
            lease.put("LeaseOwner", AttributeValue.fromS("host-9"));
            lease.put("LeaseUntil", AttributeValue.fromN(Long.toString(heldUntil)));
        }
        table.client().putItem(put -> put.tableName(LocalTable.NAME).item(lease));
        table.client()
                .putItem(put -> put.tableName(LocalTable.NAME)
                        .item(Map.of(
                                "ObjectKey", AttributeValue.fromS(ReservedKey.of("caravan jobs")),
                                "Jobs", AttributeValue.fromSs(List.of("a -> b")))));
    }

    private int run(String... arguments) {
        return Commands.run(
                arguments,
                Map.of(),
                Map.of("JOB_QUEUE_NAME", LocalQueue.NAME, "JOB_TABLE_NAME", LocalTable.NAME),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
    }

    private String told() {
        assertThat(run("status")).as(err.toString()).isEqualTo(ExitCode.DONE);
        return out.toString().replaceAll(" {2,}", " ");
    }

    @Test
    void tellsOfEveryWorkerAndWhatToDo() throws Exception {
        ObjectNode working =
                worker("host-1, process 7", 1, "working").put("oldest", ODD).put("oldestSeconds", 75);
        working.putArray("failures")
                .addObject()
                .put("kind", "Denied")
                .put("count", 2)
                .put("time", 1)
                .put("key", ODD)
                .put("message", "PUT: 403\u001b[2J AccessDenied");
        working.putArray("giants")
                .addObject()
                .put("key", ODD)
                .put("uploadId", "u")
                .put("parts", 9)
                .put("done", 4);
        write(working);
        ObjectNode lost = worker("host-2, process 7", 700, "working");
        lost.putArray("giants")
                .addObject()
                .put("key", ODD)
                .put("uploadId", "u")
                .put("parts", 9)
                .put("done", 3);
        write(lost);
        write(worker("host-3, process 7", 700, "ended"));
        items.write("host-4", "<no JSON>", Duration.ofSeconds(20));
        items.add("host-4", FleetTotals.NONE, Duration.ofSeconds(20));
        String odd = "\"odd\\n\\u001b[2J\\u202e/key\"";
        assertThat(told())
                .contains("workers: 1 ended, 1 lost, 1 working\n")
                .contains(" working host-1, process 7, version 1.0, 3 of 8 slots, ")
                .contains(" oldest for 1 min 15 s: " + odd + "\n")
                .contains(" last failure at 1970/01/01 00:00:00 UTC: Denied " + odd
                        + ": PUT: 403\\u001b[2J AccessDenied\n")
                .containsPattern(" ended host-3, process 7, 11 min \\d+ s ago\n")
                .contains(" lost host-2, process 7, version 1.0, silent for 11 min ")
                .contains(" giant object 7 of 9 parts by 2 workers, " + odd + "\n")
                .contains(" Denied 2, the last at 1970/01/01 00:00:00 UTC, " + odd + "\n")
                .contains(" to fix: caravan doctor shows which right is missing; grant it, then: caravan redrive\n")
                .contains(" queue 5 waiting, 0 in flight, 0 delayed\n")
                .contains(" dead letters 1 in jobs-dead; caravan status --failed shows why,")
                .doesNotContain("\u001b", "\u202e", "host-4");
    }

    @Test
    void tellsHowLongTheQueueLastsOnlyWhenTheComparisonHasEnded() throws Exception {
        write(worker("host-1, process 7", 0, "working"));
        compared("COMPLETE", 0, Map.of("Began", "1000", "Ended", "5000", "Queued", "10", "OnQueue", "3"));
        assertThat(told())
                .contains(" progress at least 50 % of 10 objects of the last comparison are done\n")
                .contains(" time left less than a minute at this rate\n")
                .contains(
                        " complete, 4.0 s, 0 listed, 10 to copy (0 B), 0 to delete, with 3 messages on the queue before\n");
        out.getBuffer().setLength(0);
        compared("RUNNING", now.plusSeconds(600).toEpochMilli(), Map.of("Queued", "2", "OnQueue", "50"));
        assertThat(told())
                .contains(" progress 2 objects queued so far; a finder is still comparing\n")
                .contains("; about 3 of them are repeats, whose objects the last comparison has queued again\n")
                .doesNotContain("%", "time left");
        out.getBuffer().setLength(0);
        compared("RUNNING", 1, Map.of("Queued", "2"));
        assertThat(told())
                .contains(" failed, ")
                .contains("its finder ended without a report")
                .contains("time left");
    }

    @Test
    void doesNotCallObjectsDoneBecauseTheirMessagesWerePurged() throws Exception {
        compared("COMPLETE", 0, Map.of("Began", "1000", "Ended", "5000", "Queued", "10", "OnQueue", "0"));
        queue.client().purgeQueue(purge -> purge.queueUrl(queue.url()));
        assertThat(told())
                .contains(" progress no message waits for the 10 objects of the last comparison\n")
                .doesNotContain("done");
    }

    @Test
    void readsTheSameItemsHoweverManyRecordsThereAre() throws Exception {
        write(worker("host-1, process 7", 1, "working"));
        compared("COMPLETE", 0, Map.of("Queued", "10"));
        assertThat(run("status", "--json")).isEqualTo(ExitCode.DONE);
        JsonNode view = JSON.readTree(out.toString());
        assertThat(view.path("workers").path(0).path("state").asText()).isEqualTo("working");
        assertThat(view.path("queue").path("waiting").asInt()).isEqualTo(5);
        assertThat(view.path("comparisons")
                        .path(0)
                        .path("comparison")
                        .path("queued")
                        .asInt())
                .isEqualTo(10);
        assertThat(beforeTable.count("Scan")).isZero();
        assertThat(beforeTable.count("GetItem")).isEqualTo(4);
        assertThat(beforeTable.count("BatchGetItem")).isEqualTo(1);
    }

    @Test
    void ordersToPauseAndToSlowAreShownUntilTheyEnd() {
        assertThat(run("slow", "--bandwidth", "10MiB", "--slots", "4"))
                .as(err.toString())
                .isEqualTo(ExitCode.DONE);
        assertThat(run("pause")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString())
                .contains("workers of queue jobs: limited to 10.0 MiB/s and 4 slots a worker by ")
                .contains("workers of queue jobs: paused, limited to 10.0 MiB/s and 4 slots a worker by ")
                .contains("; they follow within 20 s. 5 messages wait, 0 are in flight");
        assertThat(told()).contains(" the job paused, limited to 10.0 MiB/s and 4 slots a worker by ");
        assertThat(run("resume")).isEqualTo(ExitCode.DONE);
        out.getBuffer().setLength(0);
        assertThat(told()).doesNotContain("the job", "paused", "limited");
        assertThat(run("slow", "--bandwidth", "08:00,5MiB 19:00,off")).isEqualTo(ExitCode.DONE);
        assertThat(told()).contains(" the job limited to 08:00,5MiB 19:00,off (local time) a worker by ");
        assertThat(run("resume")).isEqualTo(ExitCode.DONE);
        assertThat(run("slow", "--bandwidth", "08:00,fast 19:00,off")).isEqualTo(ExitCode.USAGE);
        assertThat(run("slow", "--bandwidth", "off")).isEqualTo(ExitCode.USAGE);
        assertThat(run("slow")).isEqualTo(ExitCode.USAGE);
        assertThat(run("slow", "--slots", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("caravan slow needs --bandwidth or --slots");
    }

    @Test
    void aFleetThatHasNotBegunIsNoTrouble() {
        assertThat(told())
                .contains(" state no worker lives, 5 messages wait: start workers with caravan worker\n")
                .contains("workers: none has reported in the last day; caravan worker starts one\n")
                .contains(" time left unknown: no worker lives\n")
                .doesNotContain("comparisons", "failed for good", "progress");
    }

    @Test
    void whatReadsAllRecordsIsNotDoneAgainAndAgain() {
        assertThat(run("status", "--watch", "--scan")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("caravan: --watch can't be used with --scan, which reads every record");
    }

    @Test
    void aPageThatCannotBeShownIsOneLine() {
        assertThat(run("console")).isEqualTo(ExitCode.USAGE);
        assertThat(run("console", "--fleet", "--console-port", "0", "--queue", "none"))
                .isEqualTo(ExitCode.RUN_FAILED);
        assertThat(err.toString())
                .contains("caravan: --fleet is required;", "caravan: queue none: no resource has this name")
                .doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }
}
