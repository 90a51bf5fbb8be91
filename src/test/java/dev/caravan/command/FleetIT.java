package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.command.run.ExitCode;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LocalQueue;
import dev.caravan.local.Operation;
import dev.caravan.local.RequestRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests finders and workers on a queue and a table with the real protocols. A worker that gets a signal is a separate
 * process. The others run in this process, which needs a third of the time.
 */
@Order(1)
@Timeout(300)
class FleetIT {

    private static final long MIB = FleetCloud.MIB;

    @TempDir
    private Path folder;

    private FleetCloud cloud;

    @BeforeEach
    void start() {
        cloud = new FleetCloud(folder);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void aFinderAndThreeWorkersMoveAMixedBucket() throws Exception {
        cloud.environment.put("WORKER_NUMBER", "auto");
        mixedBucket();
        List<LocalWorker> workers = List.of(cloud.work(), cloud.work(), cloud.work());
        cloud.find();
        cloud.awaitEmptyQueue();
        cloud.endWorkers();
        assertThat(workers).noneMatch(worker -> worker.output().contains("Exception"));
        cloud.assertAllWell();

        cloud.find();
        assertThat(cloud.queue.depth().all())
                .as("what is there is not queued again")
                .isZero();
    }

    @Test
    void aWorkerSendsItsRecordsWhereARouteSays() throws Exception {
        smallObjects(30);
        String text = Files.readString(Path.of("src/main/resources/routes/record.camel.yaml"));
        Path routes = Files.createDirectories(folder.resolve("my-routes"));
        Files.writeString(
                routes.resolve("record.camel.yaml"),
                text.replace(
                        "uri: \"{{caravan.record.to}}\"",
                        "uri: \"file:" + folder
                                + "/kept\", parameters: { fileName: records.jsonl, fileExist: Append }"));
        cloud.environment.put("ROUTES_DIR", routes.toString());
        cloud.queue(cloud.source.objects());
        cloud.work();
        cloud.awaitEmptyQueue();
        cloud.endWorkers();
        assertThat(cloud.destination.size()).isEqualTo(30);
        assertThat(cloud.queue.deadLetters().all()).isZero();
        assertThat(Files.readAllLines(folder.resolve("kept/records.jsonl")))
                .hasSize(30)
                .allMatch(line -> line.contains("\"JobStatus\":\"DONE\""));
        assertThat(cloud.source.objects())
                .allMatch(object -> cloud.table.record(object.key()).isEmpty());
    }

    @Test
    void whatAKilledWorkerHadBegunIsFinishedByAnother() throws Exception {
        smallObjects(100);
        cloud.source.put("big", Content.synthetic(1, 101 * MIB));
        cloud.destination.digestOnly();
        cloud.environment.put("PART_SLOTS", "2");
        cloud.queue(cloud.source.objects());
        // The part uploads in progress when the worker dies must not reach the store later.
        Fault lost = Fault.on(Operation.UPLOAD_PART).skip(10).then(FaultAction.reset());
        try (Gate parts = Gate.before(cloud.to, Fault.on(Operation.UPLOAD_PART).skip(10));
                Gate puts = Gate.before(cloud.to, Fault.on(Operation.PUT).skip(50))) {
            cloud.to.faults().add(lost);
            CaravanProcess killed = cloud.start("worker");
            puts.awaitReached(killed);
            parts.awaitReached(killed);
            killed.signal("KILL");
            assertThat(killed.exitCode(10)).isEqualTo(137);
        }
        cloud.to.faults().remove(lost);
        assertThat(cloud.destination.size()).isLessThan(100);
        cloud.assertNothingTorn();
        assertThat(cloud.table.attribute("big", "JobStatus")).isEqualTo("STARTED");
        assertThat(cloud.destination.openUploads())
                .singleElement()
                .satisfies(upload -> assertThat(upload.parts()).hasSize(10));

        cloud.work();
        cloud.awaitEmptyQueue();
        cloud.assertAllWell();
        assertThat(cloud.to.requests().count(Operation.CREATE_UPLOAD)).isEqualTo(1);
        assertThat(cloud.to.requests().log(Operation.UPLOAD_PART))
                .filteredOn(part -> part.status() == 200)
                .extracting(part -> part.query().get("partNumber"))
                .as("only the missing parts were sent again")
                .hasSize(21)
                .doesNotHaveDuplicates();
    }

    @Test
    void underLoadAWorkerThatIsToEndLosesNothingAndDoesNothingTwice() throws Exception {
        smallObjects(250);
        cloud.source.put("big", Content.synthetic(1, 101 * MIB));
        cloud.destination.digestOnly();
        cloud.environment.put("PART_SLOTS", "2");
        cloud.environment.put("STOP_TIMEOUT", "3");
        Fault slowParts = Fault.on(Operation.UPLOAD_PART).then(FaultAction.latency(Duration.ofMillis(700)));
        cloud.to.faults().add(slowParts);
        cloud.to.faults().add(Fault.on(Operation.PUT).then(FaultAction.latency(Duration.ofMillis(50))));
        cloud.queue(List.of(cloud.source.get("big").orElseThrow()));
        cloud.queue(cloud.source.objects().stream()
                .filter(object -> !object.key().equals("big"))
                .toList());
        cloud.work();
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        cloud.destination.size() > 60 && cloud.to.requests().count(Operation.UPLOAD_PART) >= 3);
        cloud.endWorkers();
        int done = cloud.destination.size();
        assertThat(done).isLessThan(250);
        assertThat(cloud.queue.depth())
                .as("the rest, and the upload, can be taken up at once")
                .isEqualTo(new LocalQueue.Depth(251 - done, 0));
        assertThat(cloud.table.attribute("big", "JobStatus")).isEqualTo("STARTED");
        cloud.to.faults().remove(slowParts);

        cloud.environment.put("STOP_TIMEOUT", "60");
        CaravanProcess second = cloud.start("worker");
        cloud.awaitEmptyQueue();
        cloud.assertAllWell();
        assertThat(cloud.to.requests().count(Operation.CREATE_UPLOAD)).isEqualTo(1);
        Map<String, Long> puts = cloud.to.requests().log(Operation.PUT).stream()
                .collect(Collectors.groupingBy(RequestRecord::key, Collectors.counting()));
        assertThat(puts)
                .hasSize(250)
                .allSatisfy((key, count) -> assertThat(count).as(key).isEqualTo(1));
        assertThatASecondSignalEndsItAtOnce(second);
    }

    private void assertThatASecondSignalEndsItAtOnce(CaravanProcess worker) throws Exception {
        try (Gate gate = Gate.before(cloud.to, Fault.on(Operation.PUT).key("late"::equals))) {
            cloud.queue(List.of(cloud.source.put("late", "text")));
            gate.awaitReached(worker);
            worker.signal("TERM");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(worker.output()).contains("SIGTERM"));
            worker.signal("TERM");
            assertThat(worker.exitCode(5)).isEqualTo(ExitCode.TERMINATED);
        }
        assertThat(cloud.queue.depth().all()).as("the message is not lost").isEqualTo(1);
    }

    private void mixedBucket() {
        smallObjects(200);
        for (String key : List.of(
                "a//b",
                "/leading",
                "trailing/",
                "..",
                "a/../b",
                "space and + and %2F",
                "ünï/cödé/\uD83D\uDE80",
                "line\nbreak",
                "quote\"'",
                "${bean:key}",
                "\u00e9",
                "e\u0301")) {
            cloud.source.put(key, "content of " + key);
        }
        cloud.source.put("empty", "");
        for (int i = 0; i < 6; i++) {
            cloud.source.put("big/" + i, Content.synthetic(100L + i, 5 * MIB + i * 4L * MIB + i));
        }
    }

    private void smallObjects(int count) {
        for (int i = 0; i < count; i++) {
            cloud.source.put("folder " + i % 7 + "/" + i, Content.synthetic(i, 1000L * i % 262_144));
        }
    }
}
