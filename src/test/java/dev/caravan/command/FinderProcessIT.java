package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.command.run.ExitCode;
import dev.caravan.it.LocalFleet;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LocalS3;
import dev.caravan.local.LocalTable;
import dev.caravan.local.Operation;
import dev.caravan.observe.MetricText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** Tests finders as separate processes: what a killed one leaves behind, and what a schedule does. */
@Order(2)
@Timeout(180)
class FinderProcessIT {

    private static final Path LAUNCHER = Path.of(System.getProperty("caravan.home"), "bin/caravan");

    @RegisterExtension
    private final LocalFleet fleet = new LocalFleet();

    @TempDir
    private Path folder;

    private final LocalS3 from = LocalS3.start().credential("AKFROM", "from-secret");
    private final LocalS3 to = LocalS3.start().credential("AKTO", "to-secret");
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void oneObjectDiffers() {
        from.createBucket("source").put("new", "content");
        to.createBucket("destination");
        environment.putAll(fleet.environment());
        environment.putAll(Map.of(
                "SOURCE_ACCESS_KEY_ID", "AKFROM",
                "SOURCE_SECRET_ACCESS_KEY", "from-secret",
                "DEST_ACCESS_KEY_ID", "AKTO",
                "DEST_SECRET_ACCESS_KEY", "to-secret",
                "CARAVAN_JAVA_OPTS", "-Dcaravan.lease.held=6000 -Dcaravan.lease.renewal=1000"));
    }

    @AfterEach
    void stop() {
        from.close();
        to.close();
    }

    @Test
    void oneThatIsKilledKeepsOthersAwayUntilItsLeaseEnds() throws Exception {
        // The first request only checks that the bucket exists. The finder takes the lease after it.
        try (Gate gate = Gate.before(from, Fault.on(Operation.LIST).skip(1).times(1));
                CaravanProcess killed = finder()) {
            gate.awaitReached(killed);
            StringWriter second = new StringWriter();
            assertThat(find(second)).as(second.toString()).isEqualTo(ExitCode.RUN_FAILED);
            assertThat(second.toString()).contains("caravan: another finder compares for this job: ");
            killed.signal("KILL");
            assertThat(killed.exitCode(10)).isEqualTo(137);
        }
        assertThat(leases()).isEqualTo(1);
        assertThat(fleet.queue.depth().all()).isZero();

        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> find(new StringWriter()) == ExitCode.DONE);
        assertThat(fleet.takeAll()).hasSize(1);
        assertThat(leases()).isZero();
    }

    @Test
    void aScheduleComparesWithoutOverlapGoesOnAfterAFailureAndEndsWithSigterm() throws Exception {
        environment.put("SCHEDULE", "* * * * * ?");
        environment.put("METRICS_NAMESPACE", "fleet");
        try (Gate gate = Gate.before(from, Fault.on(Operation.LIST).skip(1));
                CaravanProcess finder = finder()) {
            gate.awaitReached(finder);
            long begun = comparisons(finder);
            // The schedule passes three more times while the gate holds this comparison.
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
            assertThat(comparisons(finder)).as(finder.output()).isEqualTo(begun);
            gate.close();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> fleet.queue.depth().visible() >= 2);

            Fault denied =
                    from.faults().add(Fault.on(Operation.LIST).times(1).then(FaultAction.answer(403, "AccessDenied")));
            await().atMost(Duration.ofSeconds(60)).until(() -> denied.fired() == 1);
            long before = ends(finder);
            await().atMost(Duration.ofSeconds(60)).until(() -> ends(finder) > before + 1);
            finder.signal("TERM");
            assertThat(finder.exitCode(20)).as(finder.output()).isEqualTo(143);
            assertThat(finder.output())
                    .contains("caravan: s3://source: the listing failed at its beginning")
                    .doesNotContain("another finder", "Exception", "\tat ");
            assertThat(ends(finder))
                    .as("the end of the schedule is no comparison's")
                    .isEqualTo(comparisons(finder));
            MetricText lines = MetricText.in(finder.output());
            assertThat(lines.sum("finder", "FinderErrors")).isBetween(1L, 2L);
            assertThat(lines.sum("finder", "QueuedObjects"))
                    .isEqualTo(fleet.queue.depth().visible());
        }
        assertThat(leases()).as("the lease is released").isZero();
    }

    private static long ends(CaravanProcess finder) {
        return finder.output()
                .lines()
                .filter(line -> line.contains("\"FinderErrors\":"))
                .count();
    }

    private static long comparisons(CaravanProcess finder) {
        return finder.output()
                .lines()
                .filter(line -> line.startsWith("comparing at"))
                .count();
    }

    /** Returns the number of items of the table that name a finder with the lease. */
    private long leases() {
        return fleet
                .table
                .client()
                .scan(ScanRequest.builder().tableName(LocalTable.NAME).build())
                .items()
                .stream()
                .filter(item -> item.containsKey("LeaseOwner"))
                .count();
    }

    private CaravanProcess finder() {
        return CaravanProcess.start(LAUNCHER, folder, environment, arguments());
    }

    /** Runs a finder in this process and returns its exit code. */
    private int find(StringWriter output) {
        PrintWriter writer = new PrintWriter(output, true);
        return Commands.run(
                arguments().toArray(String[]::new),
                Map.of("caravan.lease.held", "6000", "caravan.lease.renewal", "1000"),
                environment,
                writer,
                writer);
    }

    private List<String> arguments() {
        return List.of(
                "finder",
                "s3://source",
                "s3://destination",
                "--source-endpoint",
                from.endpoint().toString(),
                "--source-region",
                "us-east-1",
                "--dest-endpoint",
                to.endpoint().toString(),
                "--dest-region",
                "us-east-1");
    }
}
