package dev.caravan.routes;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.job.VerifyMode;
import dev.caravan.local.LocalTable;
import dev.caravan.local.MemoryStore;
import dev.caravan.message.PartMessage;
import dev.caravan.record.ArrivedPart;
import dev.caravan.record.dynamo.PartRecords;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.UploadedPart;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Tests the verification of giant objects against the checksums of their source, with real tables. */
@Timeout(240)
class GiantVerifyRoutesIT {

    private static final AtomicInteger KEYS = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static LocalTable table;
    private static PartRecords parts;
    private static GiantBench verifying;

    private GiantBench fleet;
    private MemoryStore source;
    private MemoryStore destination;
    private String key;

    @BeforeAll
    static void start() throws Exception {
        table = LocalTable.start();
        parts = new PartRecords(table.client(), LocalTable.PARTS);
        verifying = new GiantBench(folder, table, VerifyMode.FULL);
    }

    @AfterAll
    static void stop() throws Exception {
        verifying.close();
        table.close();
    }

    @BeforeEach
    void aFleetAndAGiantOfThreeParts() {
        key = "giant " + KEYS.incrementAndGet();
        verifying.renew();
        use(verifying);
    }

    private void use(GiantBench bench) {
        fleet = bench;
        source = fleet.bench.source;
        destination = fleet.bench.destination;
        source.opaqueEtags();
        source.with(key, MemoryStore.noise(2 * GiantBench.PART + 1000));
        source.keeps(Kept.as(Kind.CRC64));
    }

    /**
     * Uses a bench alone. Its first upload has the same ID as the first upload of another bench, so its part records
     * are removed.
     */
    private void useAlone(GiantBench bench) {
        for (int part = 0; part <= 3; part++) {
            parts.forget("upload-1", part);
        }
        use(bench);
    }

    @AfterEach
    void everythingThatWasOpenedIsClosed() {
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
        assertThat(fleet.copied()).isEqualTo(1);
    }

    @Test
    void theSumsOfPartsTravelInTheirRecords() {
        split();
        assertThat(fleet.queue).hasSize(3).allMatch(queued -> queued.text().contains("\"checksum\":\"CRC64\""));
        fleet.next();
        assertThat(table.part(destination.lastUpload(), 1).get("SourceChecksum").s())
                .startsWith("CRC64:");
        fleet.settle();
        assertCopied(3);
        assertThat(fleet.unverified()).isZero();
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
        assertThat(table.part(destination.lastUpload(), 0).get("Mismatches").n())
                .isEqualTo("1");
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
        assertThat(fleet.failed()).isEqualTo(1);
        assertThat(fleet.copied()).isZero();
    }

    /** Records a part from a worker that computes no checksums. */
    @SuppressWarnings("unchecked")
    private static void hasArrived(String uploadId, UploadedPart part) {
        Map<String, ?> item = PartRecords.itemOf(uploadId, new ArrivedPart(part, null), 1, Instant.now());
        table.client().putItem(put -> put.tableName(LocalTable.PARTS).item((Map<String, AttributeValue>) item));
    }

    @Test
    void aPartWithoutItsSumIsSentAgain() {
        split();
        fleet.next();
        fleet.next();
        fleet.next();
        List<ArrivedPart> there = parts.arrived(destination.lastUpload());
        UploadedPart second = there.get(1).part();
        hasArrived(destination.lastUpload(), second);
        fleet.settle();
        assertCopied(4);
    }

    @Test
    void aMessageThatAsksForNoSumMakesThePartMoveTwiceAtMost() {
        split();
        // The first part message below is from a worker that verifies nothing. It asks for no checksum.
        fleet.next();
        fleet.queue.clear();
        String etag = fleet.bench.message(key).etag();
        fleet.put(new PartMessage(key, destination.lastUpload(), 2, 3, GiantBench.PART, GiantBench.PART, etag, null));
        fleet.put(new PartMessage(key, destination.lastUpload(), 3, 3, 2L * GiantBench.PART, 1000, etag, Kind.CRC64));
        fleet.settle();
        assertCopied(4);
    }

    @Test
    void whatTheSourceKeepsNothingOfArrivesAndIsCounted() {
        source.keeps(bytes -> null);
        split();
        fleet.settle();
        assertCopied(3);
        assertThat(fleet.unverified()).isEqualTo(1);
    }

    @Test
    void whatTheSourceSendsUnaskedIsVerifiedByDefault() throws Exception {
        try (GiantBench byDefault = new GiantBench(folder.resolve("default"), table, VerifyMode.AUTO)) {
            useAlone(byDefault);
            source.wire(Kept.flipped(2));
            split();
            fleet.settle();
            assertCopied(6);
        }
    }

    @Test
    void byDefaultAPartWithoutItsSumIsNotSentAgain() throws Exception {
        try (GiantBench byDefault = new GiantBench(folder.resolve("unsummed"), table, VerifyMode.AUTO)) {
            useAlone(byDefault);
            split();
            fleet.next();
            fleet.next();
            fleet.next();
            UploadedPart second = parts.arrived("upload-1").get(1).part();
            hasArrived("upload-1", second);
            fleet.settle();
            assertCopied(3);
            assertThat(fleet.unverified()).isZero();
        }
    }

    @Test
    void anUploadOfAWorkerThatVerifiesNothingIsReadAgainByThoseThatDo() throws Exception {
        try (GiantBench other = new GiantBench(folder.resolve("other"), table)) {
            useAlone(other);
            split();
            fleet.next();
            fleet.next();
            fleet.next();
            assertThat(destination.openUploads()).isEqualTo(1);
            verifying.bench.destination.adopt(destination);
        }
        use(verifying);
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
        // The operations: the record, the source's checksum, the parts on record and at the store, the count, the
        // removal of part records, the send.
        assertThat(kill).isGreaterThan(7);
    }
}
