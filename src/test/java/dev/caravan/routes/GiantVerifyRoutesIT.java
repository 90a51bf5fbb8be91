package dev.caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.local.LocalTable;
import dev.caravan.status.PartRecords;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.UploadedPart;
import dev.caravan.transfer.ArrivedPart;
import dev.caravan.transfer.PartMessage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Giant objects that are held against what their source keeps of them, with real tables. */
@Timeout(240)
class GiantVerifyRoutesIT {

    private static final AtomicInteger KEYS = new AtomicInteger();
    private static LocalTable table;

    @TempDir
    private Path folder;

    private GiantBench fleet;
    private MemoryStore source;
    private MemoryStore destination;
    private PartRecords parts;
    private String key;

    @BeforeAll
    static void startTable() {
        table = LocalTable.start();
    }

    @AfterAll
    static void stopTable() {
        table.close();
    }

    @BeforeEach
    void aFleetAndAGiantOfThreeParts() throws Exception {
        key = "giant " + KEYS.incrementAndGet();
        parts = new PartRecords(table.client(), LocalTable.PARTS);
        for (int upload = 1; upload < 20; upload++) {
            for (int part = 0; part <= 3; part++) {
                parts.forget("upload-" + upload, part);
            }
        }
        start(true);
        source.with(key, MemoryStore.noise(2 * GiantBench.PART + 1000));
        source.keeps(Kept.as(Kind.CRC64));
    }

    private void start(boolean full) throws Exception {
        fleet = new GiantBench(folder, table, full);
        source = fleet.bench.source;
        destination = fleet.bench.destination;
        source.opaqueEtags();
    }

    @AfterEach
    void stop() throws Exception {
        fleet.close();
        assertThat(source.closed.get()).isEqualTo(source.opened.get());
    }

    private void split() {
        fleet.put(fleet.bench.message(key));
        fleet.next();
    }

    private void assertCopied(int gets) {
        assertThat(destination.bytes(key)).isEqualTo(source.bytes(key));
        assertThat(table.attribute(key, "JobStatus")).isEqualTo("DONE");
        assertThat(fleet.deadLetters).isEmpty();
        assertThat(destination.openUploads()).isZero();
        assertThat(source.opened).hasValue(gets);
        assertThat(fleet.bench.progress.now().copied()).isEqualTo(1);
    }

    @Test
    void theSumsOfPartsTravelInTheirRecords() {
        split();
        assertThat(fleet.queue).hasSize(3).allMatch(queued -> queued.text().contains("\"checksum\":\"CRC64\""));
        fleet.next();
        assertThat(table.part("upload-1", 1).get("SourceChecksum").s()).startsWith("CRC64:");
        fleet.settle();
        assertCopied(3);
        assertThat(fleet.bench.progress.now().unverified()).isZero();
    }

    @Test
    void ofWholeBlocksWhereTheSourceKeepsAQetag() {
        source.keeps(Kept.as(Kind.QETAG));
        split();
        fleet.settle();
        assertCopied(2);
        assertThat(table.attribute(key, "PartSize")).isEqualTo(Integer.toString(8 * RouteBench.MIB));
    }

    @Test
    void aDamagedPartHasAllPartsReadAgain() {
        source.wire(Kept.flipped(2));
        split();
        fleet.settle();
        assertCopied(6);
        assertThat(destination.log)
                .filteredOn(line -> line.startsWith("create"))
                .hasSize(1);
        assertThat(table.part("upload-1", 0).get("Mismatches").n()).isEqualTo("1");
    }

    @Test
    void whatIsAlwaysDamagedIsGivenUp() {
        source.wire(Kept.flipped());
        split();
        fleet.settle();
        assertThat(table.attribute(key, "JobStatus")).isEqualTo("ERROR");
        assertThat(table.attribute(key, "Error"))
                .startsWith("ContentMismatch: bytes with the CRC64 ")
                .endsWith("(read 3 times)");
        assertThat(destination.isEmpty()).isTrue();
        assertThat(destination.log).noneMatch(line -> line.startsWith("complete"));
        assertThat(source.opened).hasValue(3 * GiantBench.MOST_READINGS);
        assertThat(fleet.bench.progress.now().failed()).isEqualTo(1);
        assertThat(fleet.bench.progress.now().copied()).isZero();
    }

    @Test
    void aPartWithoutItsSumIsSentAgain() {
        split();
        fleet.next();
        fleet.next();
        fleet.next();
        List<ArrivedPart> there = parts.arrived("upload-1");
        UploadedPart second = there.get(1).part();
        parts.arrived("upload-1", new ArrivedPart(second, null), 1, Instant.now());
        fleet.settle();
        assertCopied(4);
    }

    @Test
    void aMessageThatAsksForNoSumMakesThePartMoveTwiceAtMost() {
        split();
        // Of a worker that verifies nothing.
        fleet.next();
        fleet.queue.clear();
        String etag = fleet.bench.message(key).etag();
        fleet.put(new PartMessage(key, "upload-1", 2, 3, GiantBench.PART, GiantBench.PART, etag));
        fleet.put(new PartMessage(key, "upload-1", 3, 3, 2L * GiantBench.PART, 1000, etag, Kind.CRC64));
        fleet.settle();
        assertCopied(4);
    }

    @Test
    void whatTheSourceKeepsNothingOfArrivesAndIsCounted() {
        source.keeps(bytes -> null);
        split();
        fleet.settle();
        assertCopied(3);
        assertThat(fleet.bench.progress.now().unverified()).isEqualTo(1);
    }

    @Test
    void anUploadOfAWorkerThatVerifiesNothingIsReadAgainByThoseThatDo() throws Exception {
        fleet.close();
        start(false);
        source.with(key, MemoryStore.noise(2 * GiantBench.PART + 1000));
        source.keeps(Kept.as(Kind.CRC64));
        split();
        fleet.next();
        fleet.next();
        fleet.next();
        MemoryStore before = destination;
        byte[] unverified = source.bytes(key);
        GiantBench full = new GiantBench(folder.resolve("full"), table, true);
        fleet.close();
        assertThat(before.openUploads()).isEqualTo(1);
        fleet = full;
        source = fleet.bench.source;
        destination = fleet.bench.destination;
        source.opaqueEtags();
        source.with(key, unverified);
        source.keeps(Kept.as(Kind.CRC64));
        // The same upload, as the other process left it.
        destination.createUpload(key, ObjectMetadata.NONE);
        split();
        assertThat(fleet.queue).hasSize(3);
        fleet.settle();
        assertCopied(3);
    }

    @Test
    void anObjectThatWasOverwrittenBeforeItIsMadeIsCopiedAsItIsNow() {
        split();
        fleet.next();
        fleet.next();
        fleet.next();
        source.with(key, MemoryStore.noise(2 * GiantBench.PART + 999));
        fleet.settle();
        assertCopied(6);
    }

    @Test
    void aKillAnywhereWhileAMismatchIsFoundLosesNothing() {
        boolean killed = true;
        int kill = 0;
        while (killed) {
            kill++;
            key = "killed " + KEYS.incrementAndGet();
            source.with(key, MemoryStore.noise(2 * GiantBench.PART + 1000));
            source.wire(Kept.flipped(2));
            split();
            fleet.next();
            fleet.next();
            fleet.next();
            fleet.killAt(kill);
            int before = fleet.kills();
            fleet.settleOne();
            killed = fleet.kills() > before;
            fleet.settle();
            assertThat(table.attribute(key, "JobStatus"))
                    .as("operation " + kill)
                    .isEqualTo("DONE");
            assertThat(destination.bytes(key)).isEqualTo(source.bytes(key));
            assertThat(destination.openUploads()).isZero();
            assertThat(fleet.deadLetters).isEmpty();
        }
        // The record, what the source keeps, the parts on record and at the store, the count, forgetting, sending.
        assertThat(kill).isGreaterThan(7);
    }
}
