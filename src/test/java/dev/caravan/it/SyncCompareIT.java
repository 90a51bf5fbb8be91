package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.HEAD;
import static dev.caravan.local.Operation.LIST;
import static dev.caravan.local.Operation.PUT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.it.TwoStores.Result;
import dev.caravan.local.Attributes;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.RequestRecord;
import dev.caravan.local.StoredObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the comparison: which objects count as already copied, and the messages about it. */
class SyncCompareIT {

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    @Test
    void secondRunMovesOnlyWhatChangedOrCame() throws Exception {
        stores.from.put("same", "1");
        stores.from.put("changed", "old");
        stores.from.put("grown", "1");
        assertThat(stores.sync().exitCode()).isZero();
        stores.resetCounts();
        assertThat(stores.sync().exitCode()).isZero();
        assertThat(stores.source.requests().count(GET)).isZero();
        assertThat(stores.destination.requests().count(PUT)).isZero();

        stores.from.put("changed", "new"); // same size
        stores.from.put("grown", "12");
        stores.from.put("added", "x");
        assertThat(stores.sync().exitCode()).isZero();

        assertThat(stores.destination.requests().log(PUT))
                .extracting(RequestRecord::key)
                .containsExactlyInAnyOrder("changed", "grown", "added");
        assertThat(stores.to.text("changed")).isEqualTo("new");
        assertThat(stores.to.text("grown")).isEqualTo("12");
        assertThat(stores.record("changed").etag())
                .isEqualTo(stores.from.get("changed").orElseThrow().etag());
    }

    @Test
    void encryptedDestinationIsNotCopiedToAgain() {
        stores.to.kmsEncrypted();
        for (int i = 0; i < 20; i++) {
            stores.from.put("k" + i, "content " + i);
        }
        stores.ageSource();
        assertThat(stores.sync().exitCode()).isZero();
        assertThat(stores.to.get("k0").orElseThrow().etag())
                .isNotEqualTo(stores.from.get("k0").orElseThrow().etag());
        stores.resetCounts();

        assertThat(stores.sync().exitCode()).isZero();

        assertThat(stores.destination.requests().count(PUT)).isZero();
        assertThat(stores.source.requests().count(HEAD)
                        + stores.destination.requests().count(HEAD))
                .isLessThanOrEqualTo(2);
    }

    @Test
    void newerObjectIsNoticedThoughTheDestinationIsEncrypted() {
        stores.to.kmsEncrypted();
        stores.from.put("a", "old");
        assertThat(stores.sync().exitCode()).isZero();
        StoredObject newer = stores.from.put("a", "new");
        stores.from.put(newer.withLastModified(Instant.now().plusSeconds(5)));

        assertThat(stores.sync().exitCode()).isZero();

        assertThat(stores.to.text("a")).isEqualTo("new");
    }

    @Test
    void aFailureOfTheHeadThatLooksAtTheEtagsMakesNoDifferentObjectsEqual() {
        stores.from.put("a", "content 1");
        stores.from.put("b", "content 2");
        stores.ageSource();
        stores.to.put("a", "another 1");
        stores.to.put("b", "another 2");
        stores.source.faults().add(Fault.on(HEAD).times(1).then(FaultAction.answer(503, "SlowDown")));

        Result run = stores.sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(List.of(stores.to.text("a"), stores.to.text("b"))).containsExactly("content 1", "content 2");
    }

    @Test
    void comparingBySizeLeavesOtherContent() {
        twoOfOneSize();

        assertThat(stores.sync("--compare", "size").exitCode()).isZero();

        assertThat(stores.to.text("a")).isEqualTo("old");
        assertThat(stores.to.text("longer")).isEqualTo("123");
    }

    @Test
    void comparingByEtagCopiesOtherContentHoweverOld() {
        twoOfOneSize();

        assertThat(stores.sync("--compare", "etag").exitCode()).isZero();

        assertThat(stores.to.text("a")).isEqualTo("new");
    }

    @Test
    void comparingByTimeCopiesOnlyWhatIsNewer() {
        twoOfOneSize();
        stores.from.put("b", "new");
        stores.to.put(stores.to.put("b", "old").withLastModified(Instant.now().minus(Duration.ofHours(1))));

        assertThat(stores.sync("--compare", "mtime").exitCode()).isZero();

        assertThat(stores.to.text("a")).isEqualTo("old");
        assertThat(stores.to.text("b")).isEqualTo("new");
    }

    @Test
    void comparingNothingCopiesAllAndListsNoDestination() {
        stores.from.put("a", "x");
        stores.to.put("a", "x");

        assertThat(stores.sync("--compare", "always").exitCode()).isZero();

        assertThat(stores.destination.requests().count(PUT)).isEqualTo(1);
        assertThat(stores.destination.requests().count(LIST))
                .as("only the look whether the bucket is there")
                .isEqualTo(1);
    }

    /**
     * Puts {@code a} with different content of the same size and an older time at the source, and {@code longer} with a
     * different size.
     */
    private void twoOfOneSize() {
        stores.from.put(
                stores.from.put("a", "new").withLastModified(Instant.now().minus(Duration.ofHours(1))));
        stores.to.put("a", "old");
        stores.from.put("longer", "123");
        stores.to.put("longer", "1");
    }

    @Test
    void dryRunReportsAndChangesNothing() throws Exception {
        stores.from.put("new\nline", "12345");
        stores.from.put("same", "x");
        stores.to.put("same", "x");
        stores.to.put("extra", "x");

        Result run = stores.sync("--dry-run", "--list", "--delete");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("would copy \"new\\nline\" 5: new\n").contains("would delete \"extra\"");
        assertThat(stores.to.keys()).containsExactly("extra", "same");
        assertThat(stores.source.requests().count(GET)).isZero();
        assertThat(stores.destination.requests().log())
                .extracting(RequestRecord::operation)
                .containsOnly(LIST);
        assertThat(stores.records()).isEmpty();
    }

    @Test
    void reportInJsonLinesHoldsEveryFate() throws Exception {
        Path report = mixedRun("fates.jsonl");

        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(report)) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines)
                .extracting(line ->
                        line.get("key").textValue() + ": " + line.get("fate").textValue())
                .containsExactlyInAnyOrder("same: SAME", "a \"b\",\nc: DONE", "extra: DELETED", "archived: ERROR");
        JsonNode failed = lines.stream()
                .filter(line -> line.get("key").textValue().equals("archived"))
                .findFirst()
                .orElseThrow();
        assertThat(failed.get("error").textValue()).contains("InvalidObjectState");
        assertThat(failed.get("size").longValue()).isEqualTo(4);
    }

    @Test
    void reportInCsvHoldsEveryFate() throws Exception {
        String report = Files.readString(mixedRun("fates.csv"));

        assertThat(report)
                .startsWith("key,fate,size,etag,sourceEtag,attempts,error,start,end,bytesMoved,reason\r\n")
                .contains("\"same\",SAME,1,")
                .contains("\"a \"\"b\"\",\nc\",DONE,3,")
                .contains("\"extra\",DELETED,")
                .contains("\"archived\",ERROR,4,");
    }

    private Path mixedRun(String name) {
        stores.from.put("same", "x");
        stores.to.put("same", "x");
        stores.from.put("a \"b\",\nc", "new");
        stores.from.put("archived", Content.of("cold"), Attributes.NONE.withStorageClass("GLACIER"));
        stores.to.put("extra", "x");
        Path report = stores.folder.resolve(name);
        assertThat(stores.sync("--report", report.toString(), "--delete").exitCode())
                .isEqualTo(1);
        return report;
    }
}
