package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.FaultAction.answer;
import static dev.caravan.local.FaultAction.before;
import static dev.caravan.local.FaultAction.doneThenReset;
import static dev.caravan.local.Operation.ABORT;
import static dev.caravan.local.Operation.COMPLETE;
import static dev.caravan.local.Operation.COPY;
import static dev.caravan.local.Operation.COPY_PART;
import static dev.caravan.local.Operation.DELETE;
import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.PUT;

import dev.caravan.it.TwoStores.Result;
import dev.caravan.local.Attributes;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.Operation;
import dev.caravan.local.StoredObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@code --backup-prefix}: the service copies an object before it is overwritten or deleted. */
class BackupIT {

    private static final Instant LONG_AGO = Instant.parse("2026-01-02T03:04:05Z");

    private static final Attributes DESCRIBED = Attributes.NONE
            .withHeader("content-type", "text/plain")
            .withMetadata("owner", "me")
            .withTag("team", "a b");

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    private long written(Operation operation) {
        return stores.destination.requests().count(operation);
    }

    private StoredObject old(String key, String text) {
        return stores.to.put(stores.to
                .put(key, Content.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)), DESCRIBED)
                .withLastModified(LONG_AGO));
    }

    private List<String> backups() {
        return stores.to.keys().stream().filter(key -> key.startsWith("old/")).toList();
    }

    @Test
    void whatIsOverwrittenIsKeptWithItsMetadataUnderANameOfItsVersion() {
        StoredObject old = old("a", "old");
        stores.from.put("a", "newer");
        stores.from.put("b", "new");

        Result run = stores.sync("--backup-prefix", "old", "--metadata=false");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.text("a")).isEqualTo("newer");
        assertThat(backups())
                .containsExactly("old/a.20260102T030405Z-" + old.etag().substring(0, 8));
        StoredObject backup = stores.to.get(backups().get(0)).orElseThrow();
        assertThat(stores.to.text(backup.key())).isEqualTo("old");
        assertThat(backup.attributes().metadata()).containsEntry("owner", "me");
        assertThat(backup.attributes().tags()).containsEntry("team", "a b");
        // One request checks each key. Only existing objects are copied.
        assertThat(List.of(written(GET), written(COPY), written(PUT))).containsExactly(2L, 1L, 2L);
    }

    @Test
    void theNextRunLeavesBackupsAlone() {
        old("a", "old");
        stores.from.put("a", "newer");
        stores.to.put("extra", "x");
        assertThat(stores.sync("--backup-prefix", "s3://to/old/", "--delete").exitCode())
                .isZero();
        assertThat(stores.to.keys()).hasSize(3).contains("a").doesNotContain("extra");

        Result again = stores.sync("--backup-prefix", "old", "--delete");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(backups()).hasSize(2);
        assertThat(written(DELETE)).isEqualTo(1);
        assertThat(stores.verify("--backup-prefix", "old").exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"PUT, COPY", "DELETE, COPY", "COMPLETE, COPY"})
    void nothingIsOverwrittenOrDeletedWithoutABackup(Operation write, Operation copy) throws Exception {
        old("a", "old");
        if (write != DELETE) {
            stores.from.put("a", Content.of(new byte[write == PUT ? 10 : 6 << 20]));
        } else {
            stores.from.put("b", "text");
        }
        stores.destination.faults().add(Fault.on(copy).then(answer(501, "NotImplemented")));

        Result run = stores.sync("--backup-prefix", "old", "--delete", "--multipart-threshold", "5MiB");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.to.text("a")).isEqualTo("old");
        assertThat(stores.record("a").error()).startsWith("Invalid: COPY to s3://to/old/a.2026");
        assertThat(stores.to.openUploads()).isEmpty();
    }

    @Test
    void theVersionThatIsThereIsKept() {
        old("a", "old");
        stores.from.put("a", "newer!");
        stores.destination.faults().add(Fault.on(COPY).times(1).then(before(() -> stores.to.put("a", "of another"))));

        Result run = stores.sync("--backup-prefix", "old");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(backups())
                .singleElement()
                .satisfies(key -> assertThat(stores.to.text(key)).isEqualTo("of another"));
    }

    @ParameterizedTest
    @CsvSource({"5, 0", "100, 1"})
    void anObjectThatKeepsChangingBeforeItsBackupIsDeletedByALaterAttemptOrFails(int times, int exitCode)
            throws Exception {
        old("a", "old");
        stores.from.put("b", "text");
        stores.destination.faults().add(Fault.on(COPY).times(times).then(answer(412, "PreconditionFailed")));

        Result run = stores.sync("--backup-prefix", "old", "--delete");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(stores.record("a").status()).isEqualTo(exitCode == 0 ? "DELETED" : "ERROR");
        assertThat(stores.to.get("a").isPresent()).isEqualTo(exitCode == 1);
        assertThat(backups()).hasSize(1 - exitCode);
    }

    @Test
    void aSecondTryKeepsTheFirstBackup() {
        old("a", "old");
        stores.from.put("a", "newer");
        stores.destination.faults().add(Fault.on(PUT).times(1).then(doneThenReset()));

        Result run = stores.sync("--backup-prefix", "old");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(backups()).anySatisfy(key -> assertThat(stores.to.text(key)).isEqualTo("old"));
    }

    @Test
    void aLargeObjectIsKeptInParts() {
        stores.systemProperties.put("caravan.copy.whole", "1048576");
        stores.systemProperties.put("caravan.copy.part", "5242880");
        byte[] large = new byte[(11 << 20) + 1];
        large[large.length - 1] = 7;
        stores.to.put("a", Content.of(large), DESCRIBED);
        stores.from.put("a", "newer");

        Result run = stores.sync("--backup-prefix", "old");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.text("a")).isEqualTo("newer");
        StoredObject backup = stores.to.get(backups().get(0)).orElseThrow();
        assertThat(stores.to.bytes(backup.key())).isEqualTo(large);
        assertThat(backup.attributes().metadata()).containsEntry("owner", "me");
        assertThat(backup.attributes().tags()).containsEntry("team", "a b");
        assertThat(written(COPY_PART)).isEqualTo(3);
    }

    @Test
    void aBackupThatFailsInPartsLeavesNoUpload() {
        stores.systemProperties.put("caravan.copy.whole", "1048576");
        stores.to.put("a", Content.of(new byte[6 << 20]));
        stores.from.put("a", "newer");
        stores.destination.faults().add(Fault.on(COPY_PART).then(answer(403, "AccessDenied")));

        Result run = stores.sync("--backup-prefix", "old");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.to.bytes("a")).hasSize(6 << 20);
        assertThat(stores.to.openUploads()).isEmpty();
        assertThat(List.of(written(ABORT), written(COMPLETE), written(PUT))).containsExactly(1L, 0L, 0L);
    }

    @Test
    void copiesByTheServiceKeepWhatTheyOverwrite() {
        stores.oneService();
        old("a", "old");
        stores.from.put("a", "newer");

        Result run = stores.sync("--backup-prefix", "old");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.text("a")).isEqualTo("newer");
        assertThat(backups()).hasSize(1);
        assertThat(written(PUT)).isZero();
    }

    @Test
    void noObjectOfTheSourceIsWrittenAmongTheBackups() throws Exception {
        stores.from.put("old/a", "text");

        Result run = stores.sync("--backup-prefix", "old");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.to.keys()).isEmpty();
        assertThat(stores.record("old/a").error()).contains("is in the folder of the backups");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://other/old", "oss://to/old", "s3://to", "", "copies", "s3://to/copies/"})
    void aFolderThatCannotHoldBackupsIsRefused(String prefix) {
        stores.from.put("a", "text");

        Result run = stores.syncUrls("s3://from", "s3://to/copies", "--backup-prefix=" + prefix);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(prefix.isEmpty() ? 0 : 64);
        assertThat(run.err().contains("caravan: --backup-prefix: ")).isEqualTo(!prefix.isEmpty());
    }

    @Test
    void immutableObjectsNeedNoBackup() {
        assertThat(stores.sync("--backup-prefix", "old", "--immutable").err())
                .contains("--backup-prefix: has nothing to keep with --immutable");
    }
}
