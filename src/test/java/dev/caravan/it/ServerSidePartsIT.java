package dev.caravan.it;

import static dev.caravan.it.TwoStores.MIB;
import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.Operation.ABORT;
import static dev.caravan.local.Operation.COMPLETE;
import static dev.caravan.local.Operation.COPY_PART;
import static dev.caravan.local.Operation.CREATE_UPLOAD;
import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.PUT;
import static dev.caravan.local.Operation.UPLOAD_PART;

import dev.caravan.it.TwoStores.Result;
import dev.caravan.it.TwoStores.Row;
import dev.caravan.local.Attributes;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.Operation;
import dev.caravan.local.Quirk;
import dev.caravan.local.StoredObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests objects that are too large for one copy: here 8 MiB or more, in parts of 5 MiB. */
class ServerSidePartsIT {

    private static final Content LARGE = Content.synthetic(7, 23L * MIB + 12_345);
    private static final Attributes DESCRIBED = Attributes.NONE
            .withHeader("content-type", "text/plain")
            .withMetadata("owner", "somebody")
            .withTag("team", "a b+c");

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    @BeforeEach
    void oneService() {
        stores.oneService();
        stores.systemProperties.put("caravan.copy.whole", Long.toString(8L * MIB));
        stores.systemProperties.put("caravan.copy.part", Long.toString(5L * MIB));
        stores.from.put("large", LARGE, DESCRIBED);
        stores.ageSource();
    }

    private long count(Operation operation) {
        return stores.destination.requests().count(operation);
    }

    private Result sync(String... options) {
        List<String> all = new ArrayList<>(List.of("--part-size", "5MiB", "--multipart-threshold", "16MiB"));
        all.addAll(List.of(options));
        return stores.sync(all.toArray(String[]::new));
    }

    private void assertArrived() {
        StoredObject arrived = stores.to.get("large").orElseThrow();
        assertThat(arrived.content().sameAs(LARGE)).isTrue();
        assertThat(arrived.parts()).hasSize(5);
        assertThat(stores.to.openUploads()).isEmpty();
    }

    private void assertNoByteMoved() {
        assertThat(List.of(count(GET), count(PUT), count(UPLOAD_PART))).containsExactly(0L, 0L, 0L);
    }

    @Test
    void aLargeObjectIsCopiedInPartsWithWhatStandsBesideIt() throws Exception {
        Result run = sync("--tags");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertArrived();
        assertNoByteMoved();
        Attributes arrived = stores.to.get("large").orElseThrow().attributes();
        assertThat(arrived.headers()).isEqualTo(DESCRIBED.headers());
        assertThat(arrived.metadata()).isEqualTo(DESCRIBED.metadata());
        assertThat(arrived.tags()).isEqualTo(DESCRIBED.tags());
        String etag = '"' + stores.from.get("large").orElseThrow().etag() + '"';
        assertThat(stores.destination.requests().log(COPY_PART)).hasSize(5).allSatisfy(copy -> {
            assertThat(copy.header("x-amz-copy-source-if-match")).isEqualTo(etag);
            assertThat(copy.header("x-amz-copy-source-range")).startsWith("bytes=");
        });
        Row row = stores.record("large");
        assertThat(row.status()).isEqualTo("DONE");
        assertThat(row.parts()).isEqualTo(5);
        stores.resetCounts();
        assertThat(sync().exitCode()).isZero();
        assertThat(count(CREATE_UPLOAD)).isZero();
    }

    @Test
    void anObjectUpToTheLimitIsCopiedWhole() {
        stores.from.remove("large");
        stores.from.put("whole", Content.synthetic(1, 8L * MIB));
        stores.from.put("parts", Content.synthetic(2, 8L * MIB + 1));
        assertThat(sync().exitCode()).isZero();
        assertThat(stores.to.get("whole").orElseThrow().parts()).isEmpty();
        assertThat(stores.to.get("parts").orElseThrow().parts()).hasSize(2);
        assertNoByteMoved();
    }

    @Test
    void aRefusedPartIsNoFailureOfTheObject() throws Exception {
        stores.destination.faults().add(Fault.on(COPY_PART).skip(2).then(FaultAction.answer(403, "AccessDenied")));
        Result run = sync();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertArrived();
        assertThat(count(UPLOAD_PART)).isEqualTo(5);
        assertThat(stores.record("large").attempts()).isEqualTo(1);
    }

    @Test
    void anObjectOverwrittenBetweenItsPartsIsCopiedInItsNewVersion() {
        Content newer = Content.synthetic(8, 21L * MIB);
        stores.destination
                .faults()
                .add(Fault.on(COPY_PART)
                        .skip(2)
                        .times(1)
                        .then(FaultAction.before(() -> stores.from.put("large", newer))));
        Result run = sync();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.get("large").orElseThrow().content().sameAs(newer)).isTrue();
        assertThat(stores.to.openUploads()).isEmpty();
        assertNoByteMoved();
    }

    @Test
    void aServiceThatCopiesPartsOfTwoVersionsMakesNoObjectOfThem() {
        stores.from.quirks(Quirk.COPIES_ANY_VERSION);
        Content newer = Content.synthetic(8, LARGE.length());
        stores.destination
                .faults()
                .add(Fault.on(COPY_PART)
                        .skip(2)
                        .times(1)
                        .then(FaultAction.before(() -> stores.from.put("large", newer))));
        Result run = sync();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.get("large").orElseThrow().content().sameAs(newer)).isTrue();
        assertThat(count(COMPLETE)).isEqualTo(1);
        assertThat(stores.to.openUploads()).isEmpty();
    }

    @Test
    void theNextRunCopiesTheMissingPartsOnly() throws Exception {
        leaveAnUploadBehind();
        int left = stores.to.openUploads().get(0).parts().size();
        assertThat(left).isBetween(2, 4);

        Result run = sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertArrived();
        assertNoByteMoved();
        assertThat(count(CREATE_UPLOAD)).isZero();
        assertThat(count(COPY_PART)).isEqualTo(5 - left);
    }

    @Test
    void anUploadThatWasCutOtherwiseIsAbortedAndNotMixed() throws Exception {
        leaveAnUploadBehind();
        stores.systemProperties.put("caravan.copy.part", Long.toString(6L * MIB));

        Result run = sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.get("large").orElseThrow().content().sameAs(LARGE)).isTrue();
        assertThat(stores.to.openUploads()).isEmpty();
        assertThat(List.of(count(ABORT), count(COPY_PART))).containsExactly(1L, 4L);
    }

    /** Leaves the state of a killed run: some parts are copied, and a record of the upload exists. */
    private void leaveAnUploadBehind() throws SQLException {
        // The error must not be about the part itself: Caravan would then stream the object.
        Fault denied = Fault.on(COPY_PART).skip(2).then(FaultAction.answer(404, "NoSuchBucket"));
        Fault kept = Fault.on(ABORT).then(FaultAction.answer(403, "AccessDenied"));
        stores.destination.faults().add(denied);
        stores.destination.faults().add(kept);
        sync();
        stores.destination.faults().clear();
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + stores.folder.resolve("records.sqlite"));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE Objects SET JobStatus = 'STARTED'"))
                    .isEqualTo(1);
        }
        stores.resetCounts();
    }
}
