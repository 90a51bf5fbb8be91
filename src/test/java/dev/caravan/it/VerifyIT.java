package dev.caravan.it;

import static dev.caravan.it.TwoStores.MIB;
import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.FaultAction.corrupt;
import static dev.caravan.local.Operation.ABORT;
import static dev.caravan.local.Operation.COMPLETE;
import static dev.caravan.local.Operation.CREATE_UPLOAD;
import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.HEAD;
import static dev.caravan.local.Operation.UPLOAD_PART;

import dev.caravan.it.TwoStores.Result;
import dev.caravan.local.ChecksumAlgorithm;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.StoredObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests {@code sync --verify full} if the source keeps checksums, and its ETags are not MD5s. */
class VerifyIT {

    private static final Content SMALL = Content.synthetic(1, 300_000);
    private static final Content LARGE = Content.synthetic(2, 21L * MIB + 17);

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    private void put(String key, Content content, ChecksumAlgorithm algorithm) {
        StoredObject object = stores.from.put(key, content).withEtag("0123456789abcdef0123456789abcdef-9");
        stores.from.put(algorithm == null ? object : object.withChecksum(algorithm, false));
    }

    private Result sync(String... options) {
        List<String> all = new ArrayList<>(List.of(
                "--multipart-threshold", "5MiB", "--part-size", "5MiB", "--part-slots", "3", "--attempts", "3"));
        all.addAll(Arrays.asList(options));
        return stores.sync(all.toArray(String[]::new));
    }

    private void arrived(String key, Content content) throws Exception {
        assertThat(stores.to.get(key).orElseThrow().content().sameAs(content)).isTrue();
        assertThat(stores.to.openUploads()).isEmpty();
        assertThat(stores.record(key).status()).isEqualTo("DONE");
    }

    private void damage(String key, long times) {
        stores.source.faults().add(Fault.on(GET).key(key::equals).times(times).then(corrupt(1000)));
    }

    @ParameterizedTest
    @EnumSource(ChecksumAlgorithm.class)
    void whatWasReadWellArrives(ChecksumAlgorithm algorithm) throws Exception {
        boolean ofParts = algorithm.name().startsWith("CRC");
        put("small", SMALL, algorithm);
        put("large", LARGE, algorithm);

        Result run = sync("--source-checksum", "full");

        assertThat(run.exitCode()).as(run.err()).isZero();
        arrived("small", SMALL);
        arrived("large", LARGE);
        assertThat(run.out().contains("1 object could not be verified"))
                .as(run.out())
                .isEqualTo(!ofParts);
        assertThat(stores.source.requests().count(HEAD))
                .as("for the large one, as ever")
                .isEqualTo(3);
    }

    @Test
    void whatWasDamagedOnceIsReadAgain() throws Exception {
        put("small", SMALL, ChecksumAlgorithm.CRC64NVME);
        put("large", LARGE, ChecksumAlgorithm.CRC64NVME);
        damage("small", 1);
        damage("large", 1);

        Result run = sync("--verify", "full");

        assertThat(run.exitCode()).as(run.err()).isZero();
        arrived("small", SMALL);
        arrived("large", LARGE);
        assertThat(stores.record("small").attempts()).isEqualTo(2);
        assertThat(stores.record("large").attempts()).isEqualTo(2);
        assertThat(stores.destination.requests().count(CREATE_UPLOAD)).isEqualTo(2);
        assertThat(stores.destination.requests().count(COMPLETE)).isEqualTo(1);
        assertThat(run.out()).doesNotContain("verified");
    }

    @Test
    void whatIsAlwaysDamagedFailsAndNothingOfItArrives() throws Exception {
        put("small", SMALL, ChecksumAlgorithm.CRC64NVME);
        put("large", LARGE, ChecksumAlgorithm.CRC32C);
        stores.to.put("small", "an older one");
        damage("small", Long.MAX_VALUE);
        damage("large", Long.MAX_VALUE);

        Result run = sync("--verify", "full");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.to.text("small")).isEqualTo("an older one");
        assertThat(stores.to.keys()).containsExactly("small");
        assertThat(stores.to.openUploads()).isEmpty();
        for (String key : List.of("small", "large")) {
            assertThat(stores.record(key).status()).isEqualTo("ERROR");
            assertThat(stores.record(key).attempts()).isEqualTo(3);
            assertThat(stores.record(key).error())
                    .startsWith("ContentMismatch: bytes with the CRC")
                    .contains(" but the source keeps "
                            + stores.from.get(key).orElseThrow().checksum().value());
        }
        assertThat(stores.destination.requests().count(COMPLETE)).isZero();
        assertThat(run.out()).containsPattern("failed +2: 2 ContentMismatch;");
    }

    @Test
    void withoutItWhatIsDamagedPassesAndNothingMoreIsAskedFor() throws Exception {
        put("small", SMALL, ChecksumAlgorithm.CRC64NVME);
        damage("small", 1);

        Result run = sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.get("small").orElseThrow().content().sameAs(SMALL)).isFalse();
        assertThat(stores.source.requests().log()).allMatch(request -> request.header("x-amz-checksum-mode") == null);
        assertThat(run.out()).doesNotContain("verified");
    }

    @Test
    void whatTheSourceKeepsNothingOfIsReported() throws Exception {
        put("small", SMALL, null);
        put("large", LARGE, null);
        stores.from.put("md5", "an ETag that is an MD5 does as well");

        Result run = sync("--verify", "full");

        assertThat(run.exitCode()).as(run.err()).isZero();
        arrived("small", SMALL);
        arrived("large", LARGE);
        assertThat(run.out()).contains("2 objects could not be verified");
    }

    @Test
    void anUploadThatWasLeftIsBegunAgainBecauseNobodyKnowsWhatWasRead() throws Exception {
        put("large", LARGE, ChecksumAlgorithm.CRC64NVME);
        leaveAnUpload();

        Result run = sync("--verify", "full");

        assertThat(run.exitCode()).as(run.err()).isZero();
        arrived("large", LARGE);
        assertThat(stores.destination.requests().count(ABORT)).isEqualTo(1);
        assertThat(stores.destination.requests().count(CREATE_UPLOAD)).isEqualTo(1);
        assertThat(stores.source.requests().count(GET)).isEqualTo(5);
    }

    @Test
    void anUploadThatWasLeftIsGoneOnWithWhereThereIsNothingToVerifyAgainst() throws Exception {
        put("large", LARGE, null);
        leaveAnUpload();

        Result run = sync("--verify", "full");

        assertThat(run.exitCode()).as(run.err()).isZero();
        arrived("large", LARGE);
        assertThat(stores.destination.requests().count(CREATE_UPLOAD)).isZero();
        assertThat(stores.source.requests().count(GET)).isLessThan(5);
        assertThat(run.out()).contains("1 object could not be verified");
    }

    /** Leaves the state of a killed run: an upload with some of the parts, and a record that the upload has begun. */
    private void leaveAnUpload() throws Exception {
        stores.destination.faults().add(Fault.on(ABORT).then(FaultAction.answer(403, "AccessDenied")));
        stores.destination.faults().add(Fault.on(UPLOAD_PART).skip(2).then(FaultAction.answer(403, "AccessDenied")));
        assertThat(sync("--verify", "full").exitCode()).isEqualTo(1);
        assertThat(stores.to.openUploads()).hasSize(1);
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + stores.folder.resolve("records.sqlite"));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE Objects SET JobStatus = 'STARTED'"))
                    .isEqualTo(1);
        }
        stores.destination.faults().clear();
        stores.resetCounts();
    }
}
