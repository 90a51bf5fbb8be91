package dev.caravan.it;

import static dev.caravan.it.TwoStores.MIB;
import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.HEAD;
import static dev.caravan.local.Operation.LIST;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.it.TwoStores.Result;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.RequestRecord;
import dev.caravan.local.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the output of the command verify for two buckets. */
class VerifyCommandIT {

    private static final String HOSTILE = "odd/${bean:x}\n\u001b[2J/../ä \"%2F\u202e";

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    @AfterEach
    void nothingWasWritten() {
        assertThat(stores.source.requests().log())
                .extracting(RequestRecord::operation)
                .isSubsetOf(LIST, HEAD, GET);
        assertThat(stores.destination.requests().log())
                .filteredOn(request -> "to".equals(request.bucket()))
                .extracting(RequestRecord::operation)
                .isSubsetOf(LIST, HEAD, GET);
    }

    @Test
    void bucketsThatAgreeAnswer0() {
        both("a", "1");
        both(HOSTILE, "2");

        Result run = stores.verify();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("the same                 2 objects, 2 B")
                .contains("missing                  0");
        assertThat(run.out().lines()).allMatch(line -> line.startsWith("  "));
        assertThat(stores.source.requests().count(GET)).isZero();
    }

    @Test
    void onlyTheKeysOfAListAreVerified() throws IOException {
        both("a", "1");
        both(HOSTILE, "22");
        stores.from.put("not here", "333");
        stores.from.put("size", "12");
        stores.to.put("size", "1");
        stores.from.put("not in the list", "x");
        stores.to.put("extra", "x");
        Path list = Files.writeString(
                stores.folder.resolve("keys"), String.join("\0", "a", HOSTILE, "not here", "size", "gone"));
        stores.source.requests().reset();
        stores.destination.requests().reset();

        Result run = stores.verify("--keys-from", list.toString(), "--keys-null", "--read-all");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out())
                .contains("missing    \"not here\"  3\n")
                .contains("different  \"size\"  size: 2 bytes, 1 at the destination\n")
                .contains("unread     \"gone\"  Gone: ")
                .contains("looked up                5 at the source, 3 at the destination\n")
                .contains("the same                 2 objects, 3 B, read on both sides\n")
                .contains("unread                   1 object, 0 B\n")
                .doesNotContain("not in the list", "extra \"");
        assertThat(stores.source.requests().count(LIST))
                .as("to see that the bucket is there")
                .isEqualTo(1);
    }

    @Test
    void aListOfKeysThatAgreeEndsWith0() throws IOException {
        both("a", "1");
        stores.from.put("not in the list", "x");
        Path list = Files.writeString(stores.folder.resolve("keys"), "a\n");

        Result run = stores.verify("--keys-from", list.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("the same                 1 object, 1 B\n")
                .doesNotContain("unread");

        Files.writeString(list, "\n");
        assertThat(stores.verify("--keys-from", list.toString()).err())
                .contains("nothing found: --keys-from names no key");
    }

    @Test
    void aKeyThatTheSourceRefusesToShowIsUnread() throws IOException {
        both("a", "1");
        both("b", "2");
        stores.source.faults().add(Fault.on(HEAD).key("a"::equals).then(FaultAction.answer(403, "AccessDenied")));
        Path list = Files.writeString(stores.folder.resolve("keys"), "a\nb\n");

        Result run = stores.verify("--keys-from", list.toString(), "--json");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        JsonNode[] lines = new ObjectMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(run.out())
                .readAll()
                .toArray(JsonNode[]::new);
        assertThat(lines[0].path("result").asText()).isEqualTo("unread");
        assertThat(lines[0].path("key").asText()).isEqualTo("a");
        assertThat(lines[1].path("same").path("objects").asInt()).isEqualTo(1);
    }

    @Test
    void whatDiffersIsReportedWithItsReason() throws IOException {
        both("same", "x");
        stores.from.put(HOSTILE, "12345");
        stores.to.put("extra", "123");
        stores.from.put("size", "12");
        stores.to.put("size", "1");
        stores.from.put("etag", "new");
        stores.to.put("etag", "old");
        stores.to.kmsEncrypted();
        Instant now = Instant.now().minusSeconds(100).truncatedTo(ChronoUnit.SECONDS);
        stores.from.put(stores.from.put("newer", "new").withEtag("0-2").withLastModified(now));
        stores.to.put(stores.to.put("newer", "old").withEtag("1-2").withLastModified(now.minusSeconds(60)));
        stores.from.put(stores.from.put("second", "new").withEtag("2-2").withLastModified(now));
        stores.to.put(stores.to.put("second", "old").withEtag("3-2").withLastModified(now));
        Path report = stores.folder.resolve("verified.csv");

        Result run = stores.verify("--report", report.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out())
                .contains("missing    \"odd/${bean:x}\\n\\u001b[2J/../ä \"%2F\\u202e\"  5\n")
                .contains("extra      \"extra\"  3\n")
                .contains("different  \"size\"  size: 2 bytes, 1 at the destination\n")
                .contains("different  \"etag\"  etag\n")
                .contains("different  \"newer\"  newer: of " + now + ", at the destination of " + now.minusSeconds(60))
                .contains("different  \"second\"  time: both of " + now
                        + ", so the source may have changed after the copy\n")
                .contains("different                4 objects, 11 B: 1 by etag, 1 by newer, 1 by size, 1 by time\n")
                .doesNotContain("\u001b", "\u202e", "\"same\"");
        assertThat(Files.readString(report))
                .contains(
                        "\"same\",SAME,1,",
                        ",MISSING,5,",
                        "\"extra\",EXTRA,3,",
                        "\"size: 2 bytes, 1 at the destination\"");
    }

    @Test
    void theReportIsSentToTheDestinationsStore() {
        stores.from.put("missing", "x");
        Bucket reports = stores.destination.createBucket("reports");

        Result run = stores.verify("--report", "s3://reports/verified.jsonl");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(reports.text("verified.jsonl")).contains("\"fate\":\"MISSING\"");
    }

    @Test
    void jsonHoldsEveryKeyAsItIsAndTheSummary() throws IOException {
        stores.from.put(HOSTILE, "12345");
        stores.to.put("b/extra", "123");
        stores.to.put("b/size", "1");
        stores.from.put("size", "12");

        Result run = stores.verifyUrls("s3://from", "s3://to/b", "--json");

        assertThat(run.exitCode()).isEqualTo(1);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            assertThat(line).isPrintable();
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines)
                .extracting(line -> line.get("result").textValue() + " "
                        + line.path("destinationKey").asText())
                .containsExactlyInAnyOrder("missing b/" + HOSTILE, "extra b/extra", "different b/size", "summary ");
        JsonNode extra = lines.stream()
                .filter(line -> line.path("result").asText().equals("extra"))
                .findFirst()
                .orElseThrow();
        assertThat(extra.get("key").textValue()).isEqualTo("extra");
        JsonNode summary = lines.get(lines.size() - 1);
        assertThat(summary.get("complete").booleanValue()).isTrue();
        assertThat(summary.at("/different/objects").longValue()).isEqualTo(1);
        assertThat(summary.at("/reasons/size").longValue()).isEqualTo(1);
        assertThat(summary.at("/missing/bytes").longValue()).isEqualTo(5);
    }

    @Test
    void extraObjectsMayBeIgnored() {
        both("a", "1");
        stores.to.put("extra", "123");

        assertThat(stores.verify("--quiet").exitCode()).isEqualTo(1);
        Result run = stores.verify("--ignore-extra");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).doesNotContain("\"extra\"").contains("1 object, 3 B, ignored");
    }

    @Test
    void prefixesAndFiltersAreThoseOfSync() {
        stores.from.put("logs/a.txt", "1");
        stores.from.put("logs/b.tmp", "1");
        stores.from.put("other", "1");
        stores.to.put("copy/a.txt", "1");
        stores.to.put("copy/c.tmp", "1");
        stores.to.put("another", "1");

        Result run = stores.verifyUrls("s3://from/logs", "s3://to/copy", "--exclude", "*.tmp");

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out()).contains("the same                 1 object");
    }

    @Test
    void whatAFleetsEnvironmentSaysOfMovingChangesNothing() {
        both("a", "1");
        stores.to.put("extra", "1");
        stores.environment.putAll(
                Map.of("DELETE", "true", "MAX_DELETE", "0", "SKIP_COMPARE", "true", "CHECKSUM", "md5"));

        Result run = stores.verify("--ignore-extra");

        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void comparingNothingIsWrongUsage() {
        assertThat(stores.verify("--compare", "always").exitCode()).isEqualTo(64);
    }

    @Test
    void readingBothSidesFindsOneFlippedByteThatNoListingShows() {
        byte[] bytes = Content.synthetic(1, 3 * MIB + 17).bytes();
        stores.from.put("flipped", bytes);
        bytes[2 * MIB + 5] ^= 1;
        later(stores.to.put("flipped", bytes).withEtag("11111111111111111111111111111111-2"));
        both("same", "x");
        both("empty", "");

        assertThat(stores.verify().exitCode()).isZero();
        Result run = stores.verify("--read-all");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out())
                .contains("different  \"flipped\"  content: from byte " + (2 * MIB + 5) + " on\n")
                .contains("the same                 2 objects, 1 B, read on both sides");
        assertThat(stores.source.requests().log(GET)).allMatch(request -> request.header("if-match") != null);
        assertThat(stores.destination.requests().log(GET)).allMatch(request -> request.header("if-match") != null);
    }

    @Test
    void bytesThatWereDamagedOnTheirWayAreReadAgain() {
        both("a", Content.synthetic(1, 3 * MIB + 17));
        both("small", "x");
        stores.source.faults().add(Fault.on(GET).key("a"::equals).times(1).then(FaultAction.corrupt(MIB + 5)));
        stores.destination
                .faults()
                .add(Fault.on(GET).key("small"::equals).times(1).then(FaultAction.corrupt(0)));

        Result run = stores.verify("--read-all");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("the same                 2 objects");
        assertThat(stores.source.requests().log(GET)).hasSize(4);
        assertThat(stores.source.requests().log(GET)).allMatch(request -> request.header("if-match") != null);
    }

    @Test
    void bytesThatAreAlwaysDamagedAreADifference() {
        both("a", Content.synthetic(1, 3 * MIB + 17));
        stores.source.faults().add(Fault.on(GET).then(FaultAction.corrupt(0)));

        Result run = stores.verify("--read-all");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).contains("different  \"a\"  content: from byte 0 on");
        assertThat(stores.source.requests().log(GET)).hasSize(2);
    }

    @Test
    void whatBreaksWhileItIsReadIsReadOnFromThere() {
        both("a", Content.synthetic(1, 2 * MIB));
        stores.source.faults().add(Fault.on(GET).times(1).then(FaultAction.resetAfter(MIB)));
        stores.destination.faults().add(Fault.on(GET).times(1).then(FaultAction.answer(503, "SlowDown")));

        Result run = stores.verify("--read-all");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(stores.source.requests().log(GET))
                .extracting(RequestRecord::range)
                .hasSize(2)
                .last()
                .isNotNull();
    }

    @Test
    void whatCannotBeReadIsReportedAndIsNoAgreement() {
        both("a", "1");
        both("denied", "1");
        both("overwritten", "1");
        stores.source.faults().add(Fault.on(GET).key("denied"::equals).then(FaultAction.answer(403, "AccessDenied")));
        stores.destination
                .faults()
                .add(Fault.on(GET)
                        .key("overwritten"::equals)
                        .times(1)
                        .then(FaultAction.before(() -> stores.to.put("overwritten", "2"))));

        Result run = stores.verify("--checksum");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("unread {5}\"denied\"  Denied: .*AccessDenied")
                .containsPattern("unread {5}\"overwritten\"  Changed: ")
                .contains("the same                 1 object")
                .contains("unread                   2 objects");
    }

    @Test
    void aListingThatFailsAnswers2AndSaysThatNotAllWasCompared() {
        both("a", "1");
        // The first request checks that the bucket exists.
        stores.destination.faults().add(Fault.on(LIST).skip(1).then(FaultAction.answer(403, "AccessDenied")));

        Result run = stores.verify();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("the listing failed").contains("AccessDenied");
        assertThat(run.out()).contains("incomplete");
    }

    private void both(String key, Content content) {
        stores.from.put(key, content);
        stores.to.put(key, content);
    }

    private void both(String key, String text) {
        StoredObject there = stores.from.put(key, text);
        stores.from.put(there.withLastModified(Instant.now().minus(Duration.ofHours(1))));
        stores.to.put(key, text);
    }

    /** Puts an object that is newer than all objects of the source. */
    private void later(StoredObject object) {
        stores.to.put(object.withLastModified(Instant.now().plus(Duration.ofHours(1))));
    }
}
