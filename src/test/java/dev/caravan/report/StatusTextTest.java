package dev.caravan.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.fleet.FleetStatus;
import dev.caravan.fleet.FleetStatus.DeadLetters;
import dev.caravan.queue.OldestMessage;
import dev.caravan.queue.QueueDepth;
import dev.caravan.record.JobStatus;
import dev.caravan.record.dynamo.Overview;
import dev.caravan.record.dynamo.ScannedRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StatusTextTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final QueueDepth QUEUE = new QueueDepth("url", "arn:aws:sqs:r:1:jobs", 1234567, 64, 0, "");
    private static final OldestMessage OLDEST = new OldestMessage(Duration.ofSeconds(185), "");

    @Test
    void anEmptyTableIsNoTrouble() {
        String text = text(overview(List.of(), List.of()), new DeadLetters(null, ""));
        assertThat(text.lines())
                .contains(
                        "table records, 0 records read at 2026/11/22 03:00:00 UTC",
                        "  DONE                     0, 0 B",
                        "  waiting                  1,234,567",
                        "  oldest message           3 min 05 s",
                        "  dead letters             no redrive policy names a queue for them")
                .noneMatch(line -> line.contains("failures") || line.contains("begun") || line.contains("in all"));
    }

    @Test
    void aDeadLetterQueueThatCannotBeAskedIsUnknown() {
        assertThat(text(overview(List.of(), List.of()), new DeadLetters(null, "queue d: permission is missing")))
                .contains("  dead letters             unknown (queue d: permission is missing)");
    }

    @Test
    void aFinderWhoseLeaseIsOverDoesNotRun() {
        ScannedRecord.Lease lease = new ScannedRecord.Lease(
                "host\u001b-1",
                NOW.minusSeconds(900).toEpochMilli(),
                NOW.minusSeconds(1).toEpochMilli());
        assertThat(text(overview(List.of(), List.of(lease)), new DeadLetters(null, "")))
                .contains(
                        "  finder                   not running; last on host\\u001b-1 since 2026/11/22 02:45:00 UTC");
    }

    @Test
    void aLongKeyIsCutAtTheLastColumnAndNotWithinACharacter() {
        for (String padding : List.of("", "x")) {
            ScannedRecord failed = new ScannedRecord(
                    padding + "\ud83d\ude80".repeat(200), JobStatus.ERROR, 0, 1, 1, 5, "Denied: no", null);
            String text = text(
                    overview(List.of(new Overview.FailureGroup("Denied", 1, failed)), List.of()),
                    new DeadLetters(null, ""));
            assertThat(text.lines()).allMatch(line -> line.length() <= StatusText.WIDTH);
            assertThat(text.codePoints()).noneMatch(c -> Character.getType(c) == Character.SURROGATE);
            assertThat(text).contains("\ud83d\ude80…");
        }
    }

    private static Overview overview(List<Overview.FailureGroup> failures, List<ScannedRecord.Lease> finders) {
        return new Overview(
                NOW,
                0,
                Arrays.stream(JobStatus.values()).collect(Collectors.toMap(Function.identity(), status -> 0L)),
                0,
                0,
                failures,
                new Overview.Rate(0, 0, 600),
                new Overview.Rate(0, 0, 1),
                null,
                null,
                List.of(),
                finders);
    }

    private static String text(Overview overview, DeadLetters deadLetters) {
        StringWriter out = new StringWriter();
        StatusText.print(new FleetStatus("records", overview, QUEUE, OLDEST, deadLetters), new PrintWriter(out, true));
        return out.toString();
    }
}
