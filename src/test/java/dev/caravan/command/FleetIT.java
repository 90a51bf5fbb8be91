package dev.caravan.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.Operation;
import dev.caravan.local.RequestRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Finder and workers as processes of their own, on a queue and a table that speak the real protocols. */
@Timeout(240)
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
        mixedBucket();
        List<CaravanProcess> workers = List.of(cloud.start("worker"), cloud.start("worker"), cloud.start("worker"));
        cloud.find();
        cloud.awaitEmptyQueue();
        for (CaravanProcess worker : workers) {
            FleetCloud.end(worker);
        }
        cloud.assertAllThere();
        cloud.assertAllOnRecord();
        assertThat(cloud.queue.deadLetters().all()).isZero();
        assertThat(cloud.destination.openUploads()).isEmpty();

        CaravanProcess again = cloud.start("finder");
        assertThat(again.exitCode(60)).as(again.output()).isEqualTo(ExitCode.DONE);
        assertThat(cloud.queue.depth().all())
                .as("what is there is not queued again")
                .isZero();
    }

    @Test
    void whatAKilledWorkerHadBegunIsDoneByAnother() throws Exception {
        smallObjects(200);
        cloud.find();
        try (Gate gate = Gate.before(cloud.to, Fault.on(Operation.PUT).skip(50))) {
            CaravanProcess killed = cloud.start("worker");
            gate.awaitReached(killed);
            killed.signal("KILL");
            assertThat(killed.exitCode(10)).isEqualTo(137);
        }
        assertThat(cloud.destination.size()).isLessThan(200);
        cloud.assertNothingTorn();

        cloud.start("worker");
        cloud.awaitEmptyQueue();
        cloud.assertAllThere();
        cloud.assertAllOnRecord();
        assertThat(cloud.queue.deadLetters().all()).isZero();
    }

    @Test
    void anUploadOfAKilledWorkerIsFinishedByAnotherWithTheMissingParts() throws Exception {
        cloud.source.put("big", Content.synthetic(1, 101 * MIB));
        cloud.destination.digestOnly();
        cloud.environment.put("PART_SLOTS", "2");
        cloud.find();
        try (Gate gate = Gate.before(cloud.to, Fault.on(Operation.UPLOAD_PART).skip(10))) {
            CaravanProcess killed = cloud.start("worker");
            gate.awaitReached(killed);
            killed.signal("KILL");
            assertThat(killed.exitCode(10)).isEqualTo(137);
        }
        assertThat(cloud.table.attribute("big", "JobStatus")).isEqualTo("STARTED");
        int there = cloud.destination.openUploads().get(0).parts().size();
        assertThat(there).isGreaterThanOrEqualTo(10);
        cloud.to.requests().reset();

        cloud.start("worker");
        cloud.awaitEmptyQueue();
        cloud.assertAllThere();
        cloud.assertAllOnRecord();
        assertThat(cloud.to.requests().count(Operation.CREATE_UPLOAD)).isZero();
        assertThat(cloud.to.requests().count(Operation.UPLOAD_PART)).isEqualTo(21 - there);
        assertThat(cloud.destination.openUploads()).isEmpty();
    }

    @Test
    void underLoadAWorkerThatIsToEndLosesNothingAndDoesNothingTwice() throws Exception {
        smallObjects(400);
        cloud.to.faults().add(Fault.on(Operation.PUT).then(FaultAction.latency(Duration.ofMillis(50))));
        cloud.find();
        CaravanProcess first = cloud.start("worker");
        await().atMost(Duration.ofSeconds(60)).until(() -> cloud.destination.size() > 60);
        FleetCloud.end(first);
        int done = cloud.destination.size();
        assertThat(done).isLessThan(400);
        assertThat(cloud.queue.depth().visible())
                .as("the rest can be taken up at once")
                .isEqualTo(400 - done);
        assertThat(cloud.queue.depth().hidden()).isZero();

        CaravanProcess second = cloud.start("worker");
        cloud.awaitEmptyQueue();
        FleetCloud.end(second);
        cloud.assertAllThere();
        cloud.assertAllOnRecord();
        assertThat(cloud.queue.deadLetters().all()).isZero();
        Map<String, Long> puts = cloud.to.requests().log(Operation.PUT).stream()
                .collect(Collectors.groupingBy(RequestRecord::key, Collectors.counting()));
        assertThat(puts)
                .hasSize(400)
                .allSatisfy((key, count) -> assertThat(count).as(key).isEqualTo(1));
    }

    @Test
    void anUploadOfAWorkerThatIsToEndIsFinishedByAnother() throws Exception {
        cloud.source.put("big", Content.synthetic(1, 101 * MIB));
        cloud.destination.digestOnly();
        cloud.environment.put("PART_SLOTS", "2");
        cloud.environment.put("STOP_TIMEOUT", "3");
        cloud.to.faults().add(Fault.on(Operation.UPLOAD_PART).then(FaultAction.latency(Duration.ofMillis(700))));
        cloud.find();
        CaravanProcess first = cloud.start("worker");
        await().atMost(Duration.ofSeconds(60)).until(() -> cloud.to.requests().count(Operation.UPLOAD_PART) >= 3);
        FleetCloud.end(first);
        assertThat(cloud.queue.depth().visible()).isEqualTo(1);
        assertThat(cloud.table.attribute("big", "JobStatus")).isEqualTo("STARTED");
        cloud.to.faults().clear();

        cloud.start("worker");
        cloud.awaitEmptyQueue();
        cloud.assertAllThere();
        cloud.assertAllOnRecord();
        assertThat(cloud.to.requests().count(Operation.CREATE_UPLOAD)).isEqualTo(1);
        assertThat(cloud.destination.openUploads()).isEmpty();
    }

    @Test
    void aSecondSignalEndsAWorkerAtOnce() throws Exception {
        cloud.source.put("a", "text");
        cloud.find();
        try (Gate gate = Gate.before(cloud.to, Fault.on(Operation.PUT))) {
            CaravanProcess worker = cloud.start("worker");
            gate.awaitReached(worker);
            worker.signal("TERM");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(worker.output()).contains("SIGTERM"));
            worker.signal("TERM");
            assertThat(worker.exitCode(5)).isEqualTo(ExitCode.TERMINATED);
        }
        cloud.start("worker");
        cloud.awaitEmptyQueue();
        cloud.assertAllThere();
    }

    private void mixedBucket() {
        smallObjects(300);
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
