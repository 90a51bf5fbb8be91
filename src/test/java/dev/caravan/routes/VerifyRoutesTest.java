package dev.caravan.routes;

import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.routes.RouteBench.MIB;

import dev.caravan.job.VerifyMode;
import dev.caravan.local.MemoryStore;
import dev.caravan.message.ObjectMessage;
import dev.caravan.store.ContentChecksum;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.TransientException;
import dev.caravan.transfer.CopyPolicy;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the comparison of the read bytes with the source's checksum of the whole object, if its ETag is not an MD5. */
@Timeout(60)
class VerifyRoutesTest {

    private static final byte[] SMALL = MemoryStore.noise(100_000);
    private static final byte[] LARGE = MemoryStore.noise(17 * MIB);

    @TempDir
    private Path folder;

    private RouteBench bench;
    private MemoryStore source;
    private MemoryStore destination;

    @BeforeEach
    void aSourceWithOpaqueEtags() throws Exception {
        bench = new RouteBench(folder).verifies(VerifyMode.FULL);
        source = bench.source;
        destination = bench.destination;
        source.opaqueEtags();
        source.with("small", SMALL).with("large", LARGE).with("empty", "");
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
        assertThat(source.closed.get()).as("contents closed").isEqualTo(source.opened.get());
    }

    private void work(String key) throws Exception {
        bench.start().work(bench.message(key));
    }

    private void assertCopied(String key, int attempts) {
        assertThat(destination.bytes(key)).isEqualTo(source.bytes(key));
        assertThat(destination.openUploads()).isZero();
        assertThat(bench.record()).containsEntry("JobStatus", "DONE").containsEntry("Attempts", attempts);
    }

    private void assertMismatch(Kind kind, String key) {
        assertThat(bench.records).extracting(record -> record.get("JobStatus")).doesNotContain("DONE");
        assertThat(bench.record())
                .containsEntry("JobStatus", "ERROR")
                .containsEntry("Attempts", 1 + RouteBench.RETRIES);
        assertThat((String) bench.record().get("Error"))
                .startsWith("ContentMismatch: bytes with the " + kind + " ")
                .contains(" but the source keeps "
                        + Kept.as(kind).apply(source.bytes(key)).value());
        assertThat(destination.has(key)).isFalse();
        assertThat(destination.openUploads()).isZero();
        assertThat(bench.progress.now().failed()).isEqualTo(1);
    }

    @Test
    void withoutItWhatIsDamagedPassesWhereNoMd5Tells() throws Exception {
        bench.verifies(VerifyMode.NONE);
        source.keeps(Kept.as(Kind.CRC64));
        source.wire(Kept.flipped());
        work("small");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE");
        assertThat(destination.bytes("small")).isNotEqualTo(SMALL);
        assertThat(bench.progress.now().unverified()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CRC64", "QETAG", "CRC32C"})
    void aDamagedObjectNeverCountsAsDone(Kind kind) throws Exception {
        source.keeps(Kept.as(kind));
        source.wire(Kept.flipped());
        work("small");
        assertMismatch(kind, "small");
        assertThat(source.log).containsExactly("get small", "get small", "get small", "get small");
    }

    @ParameterizedTest
    @CsvSource({"small, CRC64", "small, QETAG", "large, CRC64", "large, QETAG"})
    void whatTheSourceSendsUnaskedIsVerifiedByDefault(String key, Kind kind) throws Exception {
        bench.verifies(VerifyMode.AUTO);
        source.keeps(Kept.as(kind));
        source.wire(Kept.flipped());
        work(key);
        assertMismatch(kind, key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "large"})
    void byDefaultNothingIsCountedAsUnverified(String key) throws Exception {
        bench.verifies(VerifyMode.AUTO);
        work(key);
        assertCopied(key, 1);
        assertThat(bench.progress.now().unverified()).isZero();
    }

    @Test
    void whatStoodThereStaysWhileTheSourceIsDamaged() throws Exception {
        source.keeps(Kept.as(Kind.CRC64));
        source.wire(Kept.flipped());
        destination.with("small", "an older one");
        work("small");
        assertThat(destination.text("small")).isEqualTo("an older one");
        assertThat(bench.record()).containsEntry("JobStatus", "ERROR");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CRC64", "QETAG", "CRC32C"})
    void aGoodSecondReadMendsIt(Kind kind) throws Exception {
        source.keeps(Kept.as(kind));
        source.wire(Kept.flipped(1));
        work("small");
        assertCopied("small", 2);
        assertThat(bench.progress.now().unverified()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CRC64", "QETAG", "CRC32C"})
    void nothingIsVerifiedTooThoughNoByteIsRead(Kind kind) throws Exception {
        source.keeps(Kept.as(kind));
        work("empty");
        assertCopied("empty", 1);
    }

    @Test
    void nothingIsNotWhatASourceKeepsThatHasLostIt() throws Exception {
        source.keeps(bytes -> Kept.as(Kind.CRC64).apply(SMALL));
        work("empty");
        assertThat(bench.record()).containsEntry("JobStatus", "ERROR");
        assertThat((String) bench.record().get("Error")).contains("bytes with the CRC64 0 were read");
        assertThat(destination.has("empty")).isFalse();
    }

    @Test
    void anMd5VerifiesAsWell() throws Exception {
        source.md5Etags();
        source.with("a", "text").wire(Kept.flipped(1));
        work("a");
        assertCopied("a", 2);
        assertThat(bench.progress.now().unverified()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "small, CRC64, no number",
        "small, QETAG, ntgzkvjq9bvbkKwSpCiUYvEMAcYP",
        "large, SHA256, AAAA",
        "large,,"
    })
    void whatNothingCanBeHeldAgainstArrivesAndIsCounted(String key, Kind kind, String value) throws Exception {
        source.keeps(bytes -> kind == null ? null : new ContentChecksum(kind, value));
        work(key);
        assertCopied(key, 1);
        assertThat(bench.progress.now().unverified()).isEqualTo(1);
        assertThat(bench.progress.now().copied()).isEqualTo(1);
    }

    @Test
    void whereItIsNotAskedForNothingIsCounted() throws Exception {
        bench.verifies(VerifyMode.NONE);
        work("small");
        assertCopied("small", 1);
        assertThat(bench.progress.now().unverified()).isZero();
    }

    @Test
    void whatTheServiceCopiesIsNotRead() throws Exception {
        bench.serviceCopies(new CopyPolicy(true, false, "from", false, false, 1 << 30, 1 << 28, System::nanoTime));
        source.keeps(bytes -> Kept.as(Kind.CRC64).apply(new byte[1]));
        work("small");
        assertCopied("small", 1);
        assertThat(bench.progress.now().unverified()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"CRC64, 4", "CRC32C, 4", "QETAG, 3"})
    void partsTogetherAreWhatTheSourceKeeps(Kind kind, int parts) throws Exception {
        source.keeps(Kept.as(kind));
        work("large");
        assertCopied("large", 1);
        assertThat(bench.record()).containsEntry("Parts", parts);
        assertThat(bench.progress.now().unverified()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CRC64", "QETAG", "CRC32C"})
    void aDamagedPartNeverBecomesAnObject(Kind kind) throws Exception {
        source.keeps(Kept.as(kind));
        AtomicInteger pieces = new AtomicInteger();
        source.wire(bytes -> {
            if (pieces.incrementAndGet() % 3 == 0) {
                bytes[17] ^= 64;
            }
            return bytes;
        });
        work("large");
        assertMismatch(kind, "large");
        assertThat(destination.log).noneMatch(line -> line.startsWith("complete"));
        assertThat(destination.log).filteredOn("create large"::equals).hasSize(1 + RouteBench.RETRIES);
        assertThat(destination.log)
                .filteredOn("abort large"::equals)
                .hasSizeGreaterThanOrEqualTo(1 + RouteBench.RETRIES);
    }

    @Test
    void allPartsAreReadAgainIntoANewUpload() throws Exception {
        source.keeps(Kept.as(Kind.CRC64));
        source.wire(Kept.flipped(3));
        work("large");
        assertCopied("large", 2);
        assertThat(destination.log).filteredOn("create large"::equals).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = VerifyMode.class,
            names = {"AUTO", "FULL"})
    void aMessageThatComesBackNeverGoesOnWithDamagedParts(VerifyMode verify) throws Exception {
        bench.verifies(verify);
        source.keeps(Kept.as(Kind.CRC64));
        source.wire(Kept.flipped());
        bench.property("caravan.object.redeliveries", "0").start();
        ObjectMessage message = bench.message("large");
        bench.receive("direct:object", message, 1, 3);
        assertThat(destination.openUploads()).isZero();
        source.wire(UnaryOperator.identity());
        bench.receive("direct:object", message, 2, 3);
        assertThat(destination.bytes("large")).isEqualTo(LARGE);
        assertThat(destination.openUploads()).isZero();
        assertThat(bench.record()).containsEntry("JobStatus", "DONE");
    }

    @Test
    void aPartThatBrokeOffCountsOnceAndFromItsBeginning() throws Exception {
        source.keeps(Kept.as(Kind.CRC64));
        AtomicInteger failures = new AtomicInteger();
        destination.when((operation, key) -> {
            if (operation.equals("part 3 half") && failures.incrementAndGet() <= 2) {
                throw new TransientException("broken");
            }
        });
        work("large");
        assertCopied("large", 1);
        assertThat(destination.log).filteredOn("part 3 large"::equals).hasSize(3);
    }

    @Test
    void routesThatDoNotLookAtPartsFailThem() throws Exception {
        source.keeps(Kept.as(Kind.CRC64));
        bench.start(text -> text.replace("check-part, uri: transfer:check", "check-part, uri: transfer:toUpload"));
        bench.work(bench.message("large"));
        assertThat((String) bench.record().get("Error")).contains("the routes lack the step transfer:check");
        assertThat(destination.isEmpty()).isTrue();
    }
}
