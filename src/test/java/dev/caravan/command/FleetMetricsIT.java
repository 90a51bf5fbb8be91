package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.command.run.ExitCode;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.Operation;
import dev.caravan.local.StoredObject;
import dev.caravan.observe.MetricText;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the metrics that finders and workers send to Amazon CloudWatch. */
@Timeout(180)
class FleetMetricsIT {

    private static final int OBJECTS = 120;
    private static final String DENIED = "folder/denied";
    private static final String GONE = "folder/gone";

    @TempDir
    private Path folder;

    private FleetCloud cloud;

    @BeforeEach
    void start() {
        cloud = new FleetCloud(folder);
        cloud.environment.put("METRICS_NAMESPACE", "fleet");
        cloud.environment.merge("CARAVAN_JAVA_OPTS", " -Dcaravan.metrics.interval=100", String::concat);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void theLinesOfAFleetAddUpToWhatItHasDone() throws Exception {
        for (int i = 0; i < OBJECTS; i++) {
            cloud.source.put("folder/" + i, Content.synthetic(i, 1000L * i));
        }
        cloud.source.put("folder/large", Content.synthetic(1, 11 * FleetCloud.MIB));
        long bytes =
                cloud.source.objects().stream().mapToLong(StoredObject::size).sum();
        cloud.source.put(DENIED, "text");
        cloud.source.put(GONE, "text");
        cloud.destination.put("folder/extra", "text");
        cloud.environment.put("DEST_DELETE", "true");

        MetricText found = MetricText.in(cloud.find());
        assertThat(found.sum("finder", "ListedObjects")).isEqualTo(OBJECTS + 3);
        assertThat(found.sum("finder", "QueuedObjects"))
                .isEqualTo(OBJECTS + 4)
                .isEqualTo(cloud.queue.depth().visible());
        assertThatItEnded(found, 0);

        cloud.source.remove(GONE);
        cloud.to
                .faults()
                .add(Fault.on(Operation.PUT).key(DENIED::equals).then(FaultAction.answer(403, "AccessDenied")));
        List<LocalWorker> workers = List.of(cloud.work(), cloud.work());
        cloud.awaitEmptyQueue();
        cloud.endWorkers();
        for (LocalWorker worker : workers) {
            assertThat(worker.output().lines())
                    .as("who waits for a worker waits for this line")
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("worker: s3://source -> s3://destination, queue " + cloud.queue.url())
                            .contains(", table records; version ", "; slots 8, ", "; visibility timeout 10 s, "));
        }
        MetricText moved =
                MetricText.in(workers.stream().map(LocalWorker::output).toList());
        assertThat(moved.sum("worker", "TransferredObjects")).isEqualTo(OBJECTS + 1);
        assertThat(moved.sum("worker", "CompletedBytes")).isEqualTo(bytes);
        assertThat(moved.sum("worker", "FailedObjects")).isOne();
        assertThat(moved.sum("worker", "DeletedObjects")).isOne();
        assertThat(moved.sum("worker", "NeedlessObjects")).isOne();
        assertThat(moved.lines().size()).as("one at the end, and others before").isGreaterThan(workers.size());
    }

    @Test
    void aFinderThatCannotBeginIsAnError() throws Exception {
        cloud.environment.put("DEST_BUCKET", "another");
        assertThatItEnded(MetricText.in(cloud.find(ExitCode.RUN_FAILED)), 1);
    }

    @Test
    void aFinderThatIsStoppedInTheMiddleIsAnError() throws Exception {
        cloud.source.put("a", "text");
        try (Gate gate =
                Gate.before(cloud.from, Fault.on(Operation.LIST).skip(1).times(1))) {
            CaravanProcess finder = cloud.start("finder");
            gate.awaitReached(finder);
            finder.signal("TERM");
            gate.close();
            assertThat(finder.exitCode(30)).as(finder.output()).isEqualTo(ExitCode.TERMINATED);
            assertThatItEnded(MetricText.in(finder.output()), 1);
        }
    }

    private static void assertThatItEnded(MetricText lines, int errors) {
        List<JsonNode> ends =
                lines.lines().stream().filter(line -> line.has("FinderErrors")).toList();
        assertThat(ends).hasSize(1);
        assertThat(ends.get(0)).isSameAs(lines.lines().get(lines.lines().size() - 1));
        assertThat(ends.get(0).path("FinderErrors").asInt()).isEqualTo(errors);
        assertThat(ends.get(0).path("FinderSeconds").isNumber()).isTrue();
    }
}
