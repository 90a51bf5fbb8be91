package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.command.run.ExitCode;
import dev.caravan.it.TwoStores.Result;
import dev.caravan.local.Attributes;
import dev.caravan.local.Bucket;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.MemoryStore;
import dev.caravan.local.Operation;
import dev.caravan.local.Quirk;
import dev.caravan.local.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests copies of every version and delete marker of a bucket. */
class VersionsIT {

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    @BeforeEach
    void keepVersions() {
        stores.to.versioned();
    }

    private Result sync(String... options) {
        List<String> all = new ArrayList<>(List.of(
                "--versions", "all", "--multipart-threshold", "5MiB", "--part-size", "5MiB", "--attempts", "3"));
        all.addAll(List.of(options));
        return stores.sync(all.toArray(String[]::new));
    }

    private void fill(int keys, int most) {
        Histories.fill(stores.from, keys, most);
    }

    private static List<String> history(Bucket bucket, String key) {
        return bucket.versions(key).stream()
                .map(version -> version.isMarker()
                        ? "deleted"
                        : MemoryStore.md5(version.object().content().bytes()))
                .toList();
    }

    private void assertSameHistories(int keys) {
        Histories.assertSame(stores.from, stores.to, Histories.keys(keys));
    }

    private long writes() {
        return stores.destination.requests().count(Operation.PUT)
                + stores.destination.requests().count(Operation.DELETE)
                + stores.destination.requests().count(Operation.COMPLETE);
    }

    @ParameterizedTest
    @CsvSource({"KEEPS_FRAMING, auto", "KEEPS_ENCODING, auto", "KEEPS_FRAMING, keep", "KEEPS_ENCODING, keep"})
    void noVersionKeepsTheFramingOfAChecksum(Quirk quirk, String checksum) {
        stores.to.quirks(quirk);
        stores.from.versioned();
        for (int i = 0; i < 3; i++) {
            StoredObject object = stores.from.put("k", Content.synthetic(i, 1000));
            stores.from.put(object.withEtag("0123456789abcdef0123456789abcdef-" + (i + 2)));
        }

        Result run = sync("--checksum", checksum);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(history(stores.to, "k")).isEqualTo(history(stores.from, "k"));
        assertThat(stores.to.versions("k"))
                .allSatisfy(version ->
                        assertThat(version.object().attributes().headers()).doesNotContainKey("content-encoding"));
    }

    @Test
    void everyVersionAndDeleteMarkerArrivesInItsOrderAndOnce() {
        fill(30, 6);

        Result run = sync("--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"onlyAtDestination\":0").doesNotContain("\"deleted\":0");
        assertSameHistories(30);
        stores.resetCounts();
        Result again = sync();
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(writes()).isZero();

        Result verified = stores.verify("--versions", "all");
        assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();

        stores.from.put("k3 +%", "newer");
        stores.from.remove("k4 +%");
        stores.from.put("new", "x");
        assertThat(sync().exitCode()).isZero();
        assertSameHistories(30);
        assertThat(stores.to.text("new")).isEqualTo("x");
        assertThat(writes()).isEqualTo(3);

        stores.from.put("k5 +%", "newest");
        stores.to.removeVersion("k6 +%", stores.to.versions("k6 +%").get(1).id());
        Result differs = stores.verify("--versions", "all");
        assertThat(differs.exitCode()).isEqualTo(ExitCode.OBJECTS_FAILED);
        assertThat(differs.out()).contains("missing").contains("k5").contains("k6");
        assertThat(stores.verify("--versions", "all", "--checksum").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void eachVersionHasWhatItHadAtTheSource() {
        stores.from.versioned();
        for (int i = 0; i < 3; i++) {
            stores.from.put(
                    "a",
                    Content.of("text " + i),
                    Attributes.NONE
                            .withTag("number", "" + i)
                            .withMetadata("number", "" + i)
                            .withStorageClass(i == 1 ? "STANDARD_IA" : "STANDARD")
                            .withOwn("x-amz-grant-read", "id=\"" + i + "\""));
        }
        Result run = sync("--tags", "--acl", "keep", "--storage-class", "keep");
        assertThat(run.exitCode()).as(run.err()).isZero();
        for (int i = 0; i < 3; i++) {
            Attributes copy = stores.to.versions("a").get(i).object().attributes();
            assertThat(copy.tags()).containsEntry("number", "" + i);
            assertThat(copy.metadata()).containsEntry("number", "" + i);
            assertThat(copy.own()).containsEntry("x-amz-grant-read", "id=\"" + i + "\"");
            assertThat(copy.storageClass()).isEqualTo(i == 1 ? "STANDARD_IA" : "STANDARD");
        }
    }

    @Test
    void lostAnswersMakeNoVersionTwice() {
        fill(12, 4);
        for (Operation operation : new Operation[] {Operation.PUT, Operation.DELETE, Operation.COMPLETE}) {
            AtomicInteger count = new AtomicInteger();
            stores.destination
                    .faults()
                    .add(Fault.on(operation)
                            .request(request -> count.getAndIncrement() % 3 == 1)
                            .then(FaultAction.doneThenReset()));
        }
        Result run = sync("--attempts", "8");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertSameHistories(12);
    }

    @Test
    void aRunGoesOnWhereAnEarlierOneEndedAndAFailureKeepsLaterVersionsBack() {
        fill(12, 4);
        AtomicInteger count = new AtomicInteger();
        stores.destination
                .faults()
                .add(Fault.on(Operation.PUT)
                        .request(request -> count.getAndIncrement() > 12)
                        .then(FaultAction.answer(400, "InvalidRequest")));
        Result run = sync();
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OBJECTS_FAILED);
        for (int i = 0; i < 12; i++) {
            String key = "k" + i + " +%";
            List<String> copied = history(stores.to, key);
            assertThat(history(stores.from, key).subList(0, copied.size()))
                    .as(key)
                    .isEqualTo(copied);
        }
        stores.destination.faults().clear();
        Result next = sync();
        assertThat(next.exitCode()).as(next.err()).isZero();
        assertSameHistories(12);
    }

    @Test
    void noVersionIsPassedOverBecauseAGatewayHidesTheSource() {
        stores.from.versioned();
        stores.from.put("k", "text");
        stores.from.remove("k");
        Fault gateway = Fault.on(Operation.GET).then(FaultAction.answer(404, ""));
        stores.source.faults().add(gateway);

        Result run = sync("--attempts", "1");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OBJECTS_FAILED);
        assertThat(stores.to.versions("k")).isEmpty();
        stores.source.faults().remove(gateway);
        assertThat(sync().exitCode()).isZero();
        assertThat(history(stores.to, "k")).isEqualTo(history(stores.from, "k"));
    }

    @Test
    void aVersionOfAnotherProcessIsAFailureBecauseTheOrderIsLost() {
        fill(3, 2);
        stores.to.put("k1 +%", "of somebody else");
        Result run = sync();
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OBJECTS_FAILED);
        assertThat(stores.to.versions("k1 +%")).hasSize(1);
        assertThat(history(stores.to, "k0 +%")).isEqualTo(history(stores.from, "k0 +%"));
        assertThat(history(stores.to, "k2 +%")).isEqualTo(history(stores.from, "k2 +%"));
    }

    @Test
    void whatCannotBeIsSaidAtOnce() {
        fill(1, 1);
        Bucket other = stores.destination.createBucket("plain");
        Result unversioned = stores.syncUrls("s3://from", "s3://plain", "--versions", "all");
        assertThat(unversioned.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(unversioned.err()).contains("the bucket doesn't keep versions");
        assertThat(other.keys()).isEmpty();
        assertThat(sync("--delete").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(sync("--min-size", "1").err()).contains("--versions: all can't be used with --min-size");
        assertThat(sync("--metadata=false").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(sync("--versions", "none").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aDryRunReportsAllVersionsAndWritesNone() {
        fill(5, 3);
        Result run = sync("--dry-run", "--list");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(writes()).isZero();
        int all = 0;
        for (int i = 0; i < 5; i++) {
            all += stores.from.versions("k" + i + " +%").size();
        }
        assertThat(run.out().lines().filter(line -> line.startsWith("would "))).hasSize(all);
    }
}
