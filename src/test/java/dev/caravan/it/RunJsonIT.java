package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.FaultAction.answer;
import static dev.caravan.local.Operation.LIST;
import static dev.caravan.local.Operation.PUT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.command.run.ExitCode;
import dev.caravan.it.TwoStores.Result;
import dev.caravan.local.Fault;
import dev.caravan.local.RequestRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the output for scripts: one JSON document on standard output, and a report with the result of each object. */
class RunJsonIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    private JsonNode document(Result run) throws Exception {
        assertThat(run.out().lines()).as(run.out()).hasSize(1);
        JsonNode document = JSON.readTree(run.out());
        if (document.has("exitCode")) {
            assertThat(document.get("exitCode").intValue()).isEqualTo(run.exitCode());
        }
        return document;
    }

    @Test
    void oneDocumentReportsWhatARunHasDone() throws Exception {
        stores.from.put("equal", "1");
        stores.to.put("equal", "1");
        stores.from.put("new", "12");
        stores.from.put("denied/1", "123");
        stores.from.put("denied/2", "123");
        stores.to.put("extra", "x");
        stores.destination
                .faults()
                .add(Fault.on(PUT).key(key -> key.startsWith("denied")).then(answer(403, "AccessDenied")));

        Result run = stores.sync("--json");

        JsonNode document = document(run);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(List.of(
                        document.get("command").textValue(),
                        document.get("source").textValue(),
                        document.get("endedBy").textValue()))
                .containsExactly("sync", "s3://from", "complete");
        assertThat(document.get("copied").toString()).isEqualTo("{\"objects\":1,\"bytes\":2}");
        assertThat(document.get("found").toString()).isEqualTo("{\"objects\":3,\"bytes\":8}");
        assertThat(document.get("alreadyThere").intValue()).isEqualTo(1);
        assertThat(document.get("onlyAtDestination").intValue()).isEqualTo(1);
        assertThat(document.get("failed").intValue()).isEqualTo(2);
        JsonNode failure = document.get("failures").get(0);
        assertThat(failure.get("kind").textValue()).isEqualTo("Denied");
        assertThat(failure.get("count").intValue()).isEqualTo(2);
        assertThat(failure.get("last").get("code").textValue()).isEqualTo("AccessDenied");
        assertThat(failure.get("last").get("key").textValue()).startsWith("denied/");
        assertThat(document.get("seconds").doubleValue()).isPositive();
        assertThat(document.get("requests").get("source").longValue())
                .isEqualTo(all(stores.source.requests().log()));
        assertThat(document.get("requests").get("destination").longValue())
                .isEqualTo(all(stores.destination.requests().log()));
        assertThat(document.get("records").textValue()).endsWith("records.sqlite");
    }

    private static long all(List<RequestRecord> log) {
        return log.size();
    }

    @Test
    void objectsThatOptionsExcludeAreCounted() throws Exception {
        stores.from.put("a.txt", "1");
        stores.from.put("b.tmp", "1");
        stores.from.put("c.tmp", "1");
        stores.to.put("c.tmp", "1");

        assertThat(document(stores.sync("--json", "--dry-run", "--exclude", "*.tmp"))
                        .get("excluded")
                        .intValue())
                .isEqualTo(2);
        Result run = stores.sync("--exclude", "*.tmp");
        assertThat(run.out()).contains("left out by options      2", "copied                   1 object");
    }

    @Test
    void theDocumentReportsWhichLimitEndedTheRun() throws Exception {
        stores.from.put("a", "1");
        stores.from.put("b", "1");

        JsonNode document = document(stores.sync("--json", "--max-objects", "1"));

        assertThat(document.get("exitCode").intValue()).isEqualTo(ExitCode.LIMIT_REACHED);
        assertThat(document.get("endedBy").textValue()).isEqualTo("max-objects");
    }

    @Test
    void aRunThatFailsReportsWhy() throws Exception {
        stores.from.put("a", "1");
        stores.source.faults().add(Fault.on(LIST).then(answer(403, "AccessDenied")));

        JsonNode document = document(stores.sync("--json"));

        assertThat(document.get("exitCode").intValue()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(document.get("endedBy").textValue()).isEqualTo("failure");
        assertThat(document.get("error").textValue()).contains("AccessDenied");
    }

    @Test
    void aSourceThatIsAwayReportsWhyBeforeTheRunBegins() throws Exception {
        stores.source.close();

        JsonNode document = document(stores.syncUrls("s3://from/folder", "s3://to", "--json"));

        assertThat(document.get("exitCode").intValue()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(document.get("error").textValue()).contains("s3://from");
    }

    @Test
    void aDryRunReportsWhatWouldBeCopiedAndWhy() throws Exception {
        stores.from.put("a", "12");
        stores.from.put("b", "12");
        stores.to.put("b", "1");

        JsonNode document = document(stores.sync("--json", "--dry-run"));

        assertThat(document.get("dryRun").booleanValue()).isTrue();
        assertThat(document.get("reasons").get("new").toString()).isEqualTo("{\"objects\":1,\"bytes\":2}");
        assertThat(document.get("reasons")
                        .get("changed, by size")
                        .get("objects")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void nothingElseMayWriteToStandardOutput() {
        assertThat(stores.sync("--json", "--dry-run", "--list").err()).contains("--json: prints one document");
        Result both = stores.sync("--json", "--metrics-namespace", "caravan");
        assertThat(both.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(both.err()).contains("--json: can't be used with --metrics-namespace");
    }

    @Test
    void theReportSaysWhenAndWhyAndHowMuchMoved() throws Exception {
        Instant start = Instant.now().minusMillis(1);
        stores.from.put("new", "123");
        stores.from.put("grown", "12345");
        stores.to.put("grown", "1");
        stores.from.put("gone wrong", "1234");
        stores.destination
                .faults()
                .add(Fault.on(PUT).key("gone wrong"::equals).times(1).then(answer(500, "InternalError")));
        Path file = stores.folder.resolve("fate.jsonl");

        Result run = stores.sync("--report", file.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JSON.readTree(line));
        }
        assertThat(lines).hasSize(3).allSatisfy(line -> {
            Instant began = Instant.parse(line.get("start").textValue());
            Instant ended = Instant.parse(line.get("end").textValue());
            assertThat(began).isBetween(start, ended);
            assertThat(ended).isBeforeOrEqualTo(Instant.now());
        });
        assertThat(lines)
                .extracting(line -> line.get("key").textValue() + " "
                        + line.get("reason").textValue() + " " + line.get("bytesMoved") + " " + line.get("attempts"))
                .containsExactlyInAnyOrder("new new 3 1", "grown changed, by size 5 1", "gone wrong new 8 2");
    }
}
