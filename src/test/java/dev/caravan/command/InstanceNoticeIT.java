package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.command.run.ExitCode;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.LocalInstance;
import dev.caravan.local.LocalQueue;
import dev.caravan.local.Operation;
import dev.caravan.observe.MetricText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Runs workers as separate processes on a machine that gets an interruption notice during copies. */
@Order(2)
@Timeout(180)
class InstanceNoticeIT {

    private static final int OBJECTS = 150;
    private static final int SLOTS = 8;
    private static final AttributeValue DONE = AttributeValue.fromS("DONE");

    @TempDir
    private Path folder;

    private final LocalInstance instance = LocalInstance.start();
    private FleetCloud cloud;

    @BeforeEach
    void start() {
        cloud = new FleetCloud(folder);
        cloud.environment.put("INSTANCE_METADATA", "true");
        cloud.environment.put(
                "AWS_EC2_METADATA_SERVICE_ENDPOINT", instance.endpoint().toString());
        cloud.environment.put("METRICS_NAMESPACE", "fleet");
        cloud.environment.merge(
                "CARAVAN_JAVA_OPTS",
                " -Dcaravan.instance-metadata.interval=100 -Dcaravan.metrics.interval=200",
                String::concat);
        instance.put("autoscaling/target-lifecycle-state", "InService");
        for (int i = 0; i < OBJECTS; i++) {
            cloud.source.put("folder/" + i, Content.synthetic(i, 1000L * i));
        }
        cloud.queue(cloud.source.objects());
    }

    @AfterEach
    void stop() {
        cloud.close();
        instance.close();
    }

    @Test
    void afterASpotNoticeWhatHasBegunIsFinishedAndTheRestGoesBack() throws Exception {
        cloud.environment.put("STOP_TIMEOUT", "60");
        CaravanProcess taken;
        try (Gate gate = Gate.before(cloud.to, Fault.on(Operation.PUT).skip(40))) {
            taken = cloud.start("worker");
            gate.awaitReached(taken);
            instance.put("spot/instance-action", "{\"action\": \"terminate\", \"time\": \"2026-11-23T08:22:00Z\"}");
            awaitSaid(
                    taken,
                    "worker: spot interruption notice, terminate at 2026-11-23T08:22:00Z: no more messages are received");
            // The machine shuts down and sends SIGTERM to its processes. The worker must not treat it as the second
            // signal of an impatient user.
            taken.signal("TERM");
            await().during(Duration.ofSeconds(1)).until(taken::isRunning);
        }
        assertThat(taken.exitCode(60)).as(taken.output()).isEqualTo(ExitCode.DONE);
        assertNothingLost(taken.output());
        assertThat(cloud.destination.size()).isGreaterThan(40);
        assertThat(taken.output()).doesNotContain("go back to the queue unfinished", "Exception");
        anotherMachineDoesTheRest(taken.output());
    }

    @Test
    void whatCannotBeFinishedBeforeTheGroupTerminatesTheMachineGoesBackToo() throws Exception {
        cloud.environment.put("STOP_TIMEOUT", "2");
        LocalWorker taken;
        try (Gate gate = Gate.before(cloud.to, Fault.on(Operation.PUT).skip(40))) {
            taken = cloud.work();
            gate.awaitReached(taken::output);
            instance.put("autoscaling/target-lifecycle-state", "Terminated");
            assertThat(cloud.exitCode(taken)).as(taken.output()).isEqualTo(ExitCode.DONE);
            assertThat(taken.output()).contains("worker: the Auto Scaling group terminates this machine: ");
            assertNothingLost(taken.output());
            assertThat(cloud.queue.depth().visible()).isGreaterThanOrEqualTo(OBJECTS - 40);
        }
        anotherMachineDoesTheRest(taken.output());
    }

    private static void awaitSaid(CaravanProcess process, String text) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(process.output()).contains(text));
    }

    /** Checks that each object is either copied and recorded or visible on the queue. */
    private void assertNothingLost(String taken) {
        Map<String, Map<String, AttributeValue>> records = cloud.records();
        long done = records.values().stream()
                .filter(item -> DONE.equals(item.get("JobStatus")))
                .count();
        assertThat(cloud.queue.depth()).as(taken).isEqualTo(new LocalQueue.Depth(OBJECTS - (int) done, 0));
        assertThat(done).isBetween(40L - SLOTS, (long) OBJECTS);
        cloud.assertNothingTorn();
        assertThat(records).hasSize((int) done);
        assertThat(cloud.destination.keys()).containsAll(records.keySet());
        MetricText metrics = MetricText.in(taken);
        assertThat(metrics.sum("worker", "TransferredObjects")).isEqualTo(done);
        assertThat(metrics.sum("worker", "CompletedBytes"))
                .isEqualTo(records.keySet().stream()
                        .mapToLong(key -> cloud.source.get(key).orElseThrow().size())
                        .sum());
        assertThat(metrics.lines())
                .anySatisfy(line ->
                        assertThat(line.path("ObjectsInFlight").asLong()).isBetween(1L, (long) SLOTS));
    }

    private void anotherMachineDoesTheRest(String taken) throws Exception {
        cloud.environment.remove("INSTANCE_METADATA");
        LocalWorker another = cloud.work();
        cloud.awaitEmptyQueue();
        cloud.endWorkers();
        cloud.assertAllWell();
        MetricText metrics = MetricText.in(List.of(taken, another.output()));
        assertThat(metrics.sum("worker", "TransferredObjects") + metrics.sum("worker", "NeedlessObjects"))
                .isEqualTo(OBJECTS);
        assertThat(metrics.sum("worker", "FailedObjects")).isZero();
    }

    @Test
    void whereNoMetadataIsToBeHadAWorkerWorksAllTheSame() throws Exception {
        instance.close();
        LocalWorker worker = cloud.work();
        cloud.awaitEmptyQueue();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> worker.output().contains("this machine's metadata can't be read"));
        cloud.endWorkers();
        cloud.assertAllWell();
        assertThat(worker.output().lines().filter(line -> line.contains("metadata")))
                .hasSize(1);
    }
}
