package dev.caravan.observe;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.JobReader;
import dev.caravan.job.Settings;
import dev.caravan.progress.Progress;
import dev.caravan.progress.RecentFailures;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("looks for threads by their name")
class MetricLinesTest {

    private static final Map<String, String> NEVER = Map.of("caravan.metrics.interval", "3600000");
    private static final Map<String, String> SOON = Map.of("caravan.metrics.interval", "5");

    private final Progress progress = new Progress();
    private final StringWriter written = new StringWriter();
    private final PrintWriter out = new PrintWriter(written);

    private static Job job(JobOption option, String value) throws Exception {
        Map<JobOption, List<String>> options = new EnumMap<>(JobOption.class);
        options.put(JobOption.METRICS_NAMESPACE, List.of("fleet one"));
        options.put(option, List.of(value));
        return JobReader.read("s3://from/a\"b/\u00e9", "s3://to", new Settings(options, Map.of(), Map.of(), Map.of()));
    }

    private static Job job() throws Exception {
        return job(JobOption.METRICS_NAMESPACE, "fleet one");
    }

    @Test
    void aWorkersLineIsADocumentOfTheEmbeddedMetricFormat() throws Exception {
        progress.copied(5_000_000_000L, 1);
        progress.copied(7, 3);
        progress.failed(RecentFailures.Entry.of("a", 1, null, "it failed"));
        progress.deleted();
        progress.cancelled();
        Instant before = Instant.now();
        try (MetricLines lines = MetricLines.ofWorker(job(), NEVER, () -> 4, out)) {
            lines.begin(progress);
        }
        JsonNode line = onlyLine();
        assertThat(line.at("/_aws/Timestamp").asLong())
                .isBetween(before.toEpochMilli(), Instant.now().toEpochMilli());
        assertThat(line.at("/_aws/CloudWatchMetrics/0/Namespace").asText()).isEqualTo("fleet one");
        assertThat(line.at("/_aws/CloudWatchMetrics/0/Dimensions").toString()).isEqualTo("[[\"Role\"]]");
        assertThat(line.path("Role").asText()).isEqualTo("worker");
        assertThat(line.path("Job").asText()).isEqualTo("s3://from/a\"b/\u00e9/ -> s3://to");
        assertThat(MetricText.metrics(line))
                .containsExactlyInAnyOrder(
                        "TransferredObjects Count",
                        "FailedObjects Count",
                        "DeletedObjects Count",
                        "NeedlessObjects Count",
                        "SkippedObjects Count",
                        "CompletedBytes Bytes",
                        "ObjectsInFlight Count");
        assertThat(line.path("TransferredObjects").asLong()).isEqualTo(2);
        assertThat(line.path("CompletedBytes").asText()).isEqualTo("5000000007");
        assertThat(line.path("FailedObjects").asLong()).isOne();
        assertThat(line.path("DeletedObjects").asLong()).isOne();
        assertThat(line.path("NeedlessObjects").asLong()).isOne();
        assertThat(line.path("ObjectsInFlight").asLong()).isEqualTo(4);
        assertThat(written.toString()).matches("[\\x20-\\x7e]+\\R");
    }

    private JsonNode onlyLine() {
        assertThat(written.toString()).endsWith("\n");
        return assertThat(MetricText.in(written.toString()).lines())
                .singleElement()
                .actual();
    }

    @Test
    void aFindersLastLineSaysHowItEnded() throws Exception {
        try (MetricLines lines = MetricLines.ofFinder(job(), NEVER, out)) {
            lines.begin(progress);
            progress.listed(1000, 400);
            progress.copied(5, 1);
            progress.deleted();
            lines.endComparison(true);
            lines.begin(new Progress());
            lines.endComparison(false);
        }
        List<JsonNode> lines = MetricText.in(written.toString()).lines();
        assertThat(lines).hasSize(2);
        assertThat(MetricText.metrics(lines.get(0)))
                .containsExactlyInAnyOrder(
                        "ListedObjects Count", "QueuedObjects Count", "FinderSeconds Seconds", "FinderErrors Count");
        assertThat(lines.get(0).path("ListedObjects").asLong()).isEqualTo(1000);
        assertThat(lines.get(0).path("QueuedObjects").asLong()).isEqualTo(2);
        assertThat(lines.get(0).path("FinderErrors").asLong()).isZero();
        assertThat(lines.get(0).path("FinderSeconds").asDouble()).isBetween(0.0, 60.0);
        assertThat(lines.get(1).path("ListedObjects").asLong()).isZero();
        assertThat(lines.get(1).path("FinderErrors").asLong()).isOne();
    }

    @Test
    void betweenTheComparisonsOfAScheduleNothingIsReported() throws Exception {
        try (MetricLines lines = MetricLines.ofFinder(job(), NEVER, out)) {
            lines.begin(progress);
            lines.forget(progress);
            lines.endComparison(false);
        }
        assertThat(written.toString()).isEmpty();
    }

    @Test
    void aComparisonThatBeganMeanwhileIsNotForgotten() throws Exception {
        try (MetricLines lines = MetricLines.ofFinder(job(), NEVER, out)) {
            lines.begin(progress);
            lines.begin(new Progress());
            lines.forget(progress);
            lines.endComparison(true);
        }
        onlyLine();
    }

    @Test
    void linesAddUpToExactlyWhatWasDoneWhileManyThreadsDoIt() throws Exception {
        int threads = 4;
        int each = 50_000;
        ExecutorService busy = Executors.newFixedThreadPool(threads);
        try (MetricLines lines = MetricLines.ofSync(job(), SOON, out)) {
            lines.begin(progress);
            for (int i = 0; i < threads; i++) {
                busy.execute(() -> {
                    for (int n = 0; n < each; n++) {
                        progress.copied(3, 1);
                        progress.listed(2, 0);
                    }
                });
            }
            busy.shutdown();
            assertThat(busy.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            await().until(() -> MetricText.in(whole()).lines().size() > 3);
            // The timer may have written its last line before this count. The line at the end contains it.
            progress.copied(3, 1);
        }
        MetricText text = MetricText.in(written.toString());
        long count = threads * (long) each;
        assertThat(text.sum("sync", "TransferredObjects")).isEqualTo(count + 1);
        assertThat(text.sum("sync", "CompletedBytes")).isEqualTo(3 * (count + 1));
        assertThat(text.sum("sync", "ListedObjects")).isEqualTo(2 * count);
        assertThat(text.lines())
                .allSatisfy(line ->
                        assertThat(line.path("IntervalSeconds").asDouble()).isNotNegative());
        assertThat(text.lines().stream()
                        .mapToDouble(line -> line.path("IntervalSeconds").asDouble())
                        .sum())
                .as("the seconds that the figures are about leave nothing out")
                .isCloseTo(progress.now().nanos() / 1e9, Offset.offset(1.0));
    }

    private String whole() {
        String text = written.toString();
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    @Test
    void withoutANamespaceAndInADryRunNothingIsReportedAndNoThreadRuns() throws Exception {
        for (Job job : List.of(job(JobOption.METRICS_NAMESPACE, ""), job(JobOption.DRY_RUN, "true"))) {
            try (MetricLines lines = MetricLines.ofFinder(job, SOON, out)) {
                lines.begin(progress);
                progress.listed(1, 1);
                // A thread of another test may still be ending.
                await().untilAsserted(MetricLinesTest::assertThatNoThreadRuns);
                lines.endComparison(true);
            }
        }
        assertThat(written.toString()).isEmpty();
    }

    @Test
    void afterItsEndNoLineComes() throws Exception {
        MetricLines lines = MetricLines.ofWorker(job(), NEVER, () -> 0, out);
        lines.begin(progress);
        lines.close();
        lines.close();
        onlyLine();
        await().untilAsserted(MetricLinesTest::assertThatNoThreadRuns);
    }

    private static void assertThatNoThreadRuns() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("caravan-metrics"));
    }
}
