package dev.caravan.it;

import static dev.caravan.it.TwoStores.MIB;
import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.local.FaultAction.answer;
import static dev.caravan.local.FaultAction.before;
import static dev.caravan.local.FaultAction.doneThenAnswer;
import static dev.caravan.local.FaultAction.doneThenReset;
import static dev.caravan.local.FaultAction.errorBody;
import static dev.caravan.local.FaultAction.latency;
import static dev.caravan.local.FaultAction.reset;
import static dev.caravan.local.FaultAction.resetAfter;
import static dev.caravan.local.FaultAction.truncate;
import static dev.caravan.local.Operation.ABORT;
import static dev.caravan.local.Operation.COMPLETE;
import static dev.caravan.local.Operation.CREATE_UPLOAD;
import static dev.caravan.local.Operation.GET;
import static dev.caravan.local.Operation.HEAD;
import static dev.caravan.local.Operation.PUT;
import static dev.caravan.local.Operation.UPLOAD_PART;
import static org.awaitility.Awaitility.await;

import dev.caravan.it.TwoStores.Result;
import dev.caravan.it.TwoStores.Row;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.Operation;
import dev.caravan.local.RequestRecord;
import dev.caravan.local.StoredObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests {@code sync} when the transfer of a large object fails. */
class FaultPartsIT {

    private static final String[] PARTS = {
        "--multipart-threshold", "5MiB", "--part-size", "5MiB", "--part-slots", "3", "--attempts", "3"
    };
    private static final Content CONTENT = Content.synthetic(1, 21L * MIB + 17);
    private static final int COUNT = 5;

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    static Stream<Arguments> passing() {
        return Stream.of(
                Arguments.of("HEAD answers 500", true, HEAD, answer(500, "InternalError")),
                Arguments.of("a part's GET is reset", true, GET, reset()),
                Arguments.of("a part's GET is reset in its body", true, GET, resetAfter(3L * MIB)),
                Arguments.of("a part's GET ends early", true, GET, truncate(3L * MIB)),
                Arguments.of("a part's GET answers 500", true, GET, answer(500, "InternalError")),
                Arguments.of("the upload's creation answers 503", false, CREATE_UPLOAD, answer(503, "SlowDown")),
                Arguments.of("a part is reset", false, UPLOAD_PART, reset()),
                Arguments.of("a part answers 500", false, UPLOAD_PART, answer(500, "InternalError")),
                Arguments.of("a part answers slow down", false, UPLOAD_PART, answer(503, "SlowDown")),
                Arguments.of(
                        "a part is stored and answers 500", false, UPLOAD_PART, doneThenAnswer(500, "InternalError")),
                Arguments.of("a part is stored, then reset", false, UPLOAD_PART, doneThenReset()),
                Arguments.of("complete answers 500", false, COMPLETE, answer(500, "InternalError")),
                Arguments.of("complete answers 200 with an error", false, COMPLETE, errorBody("InternalError")),
                Arguments.of("complete is reset", false, COMPLETE, reset()),
                Arguments.of("complete is done and answers 500", false, COMPLETE, doneThenAnswer(500, "InternalError")),
                Arguments.of("complete is done, then reset", false, COMPLETE, doneThenReset()));
    }

    @Test
    void afterABrokenConnectionAnObjectThatIsMovedWholeGoesOnInParts() throws Exception {
        stores.from.put("a", CONTENT);
        stores.destination.faults().add(Fault.on(PUT).times(1).then(reset()));

        TwoStores.Result run = stores.sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        StoredObject arrived = stores.to.get("a").orElseThrow();
        assertThat(arrived.content().sameAs(CONTENT)).isTrue();
        assertThat(arrived.parts()).hasSize(2);
        assertThat(stores.record("a").attempts()).isEqualTo(2);
    }

    @Test
    void anAnsweredFailureLeavesAnObjectWhole() throws Exception {
        stores.from.put("a", CONTENT);
        stores.destination.faults().add(Fault.on(PUT).times(1).then(answer(500, "InternalError")));

        TwoStores.Result run = stores.sync();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.get("a").orElseThrow().parts()).isEmpty();
    }

    @Test
    void theSizeFromWhichObjectsMoveInPartsHoldsAfterABrokenConnectionToo() throws Exception {
        stores.from.put("a", CONTENT);
        stores.destination.faults().add(Fault.on(PUT).times(1).then(reset()));

        TwoStores.Result run = stores.sync("--multipart-threshold", "64MiB");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.to.get("a").orElseThrow().parts()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passing")
    void objectArrivesWholeInOneUpload(String name, boolean atSource, Operation operation, FaultAction action)
            throws Exception {
        stores.from.put("a", CONTENT);
        Fault fault = Fault.on(operation)
                .skip(operation == GET || operation == UPLOAD_PART ? 3 : 0)
                .times(1);
        (atSource ? stores.source : stores.destination).faults().add(fault.then(action));

        Result run = stores.sync(PARTS);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(fault.fired()).isEqualTo(1);
        arrivedWhole();
        assertThat(stores.destination.requests().log(CREATE_UPLOAD).stream().filter(request -> request.status() == 200))
                .as("only what failed is done again")
                .hasSize(1);
        assertThat(stores.destination.requests().count(ABORT)).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lostCompletions")
    void lostAnswerToCompleteIsRecognisedWhereTheDestinationIsEncrypted(String name, FaultAction action)
            throws Exception {
        stores.to.kmsEncrypted();
        stores.from.put("a", CONTENT);
        stores.destination.faults().add(Fault.on(COMPLETE).times(1).then(action));

        Result run = stores.sync(PARTS);

        assertThat(run.exitCode()).as(run.err()).isZero();
        arrivedWhole();
    }

    static Stream<Arguments> lostCompletions() {
        return Stream.of(
                Arguments.of("500", doneThenAnswer(500, "InternalError")), Arguments.of("reset", doneThenReset()));
    }

    private void arrivedWhole() throws Exception {
        assertThat(stores.to.keys()).containsExactly("a");
        assertThat(stores.to.get("a").orElseThrow().content().sameAs(CONTENT)).isTrue();
        assertThat(stores.to.openUploads()).isEmpty();
        Row row = stores.record("a");
        assertThat(row.status()).isEqualTo("DONE");
        assertThat(row.error()).isEmpty();
        assertThat(row.parts()).isEqualTo(COUNT);
        assertThat(row.etag()).isEqualTo(stores.to.get("a").orElseThrow().etag());
    }

    @Test
    void partThatAlwaysFailsEndsInAnAbortAfterTheLastRunningPart() throws Exception {
        stores.from.put("a", CONTENT);
        stores.from.put("b", "small");
        stores.from.put("c", Content.synthetic(5, 11L * MIB));
        Fault second = stores.destination
                .faults()
                .add(Fault.on(UPLOAD_PART)
                        .key("a"::equals)
                        .request(request -> request.query().get("partNumber").equals("2"))
                        .then(answer(500, "InternalError")));
        // The other parts of an upload take longer than all requests of this part. The abort must wait for them.
        stores.destination
                .faults()
                .add(Fault.on(UPLOAD_PART)
                        .key("a"::equals)
                        .request(request -> !request.query().get("partNumber").equals("2"))
                        .then(
                                before(() -> await().until(() -> second.fired() >= 3 * uploadsOfA())),
                                latency(Duration.ofMillis(400))));

        Result run = stores.sync(PARTS);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.to.keys()).containsExactly("b", "c");
        assertThat(stores.to.openUploads()).isEmpty();
        Row row = stores.record("a");
        assertThat(row.status()).isEqualTo("ERROR");
        assertThat(row.error()).contains("InternalError").contains("UPLOAD PART 2");
        assertThat(row.attempts()).isEqualTo(3);
        assertThat(stores.destination.requests().count(ABORT)).isEqualTo(3);
        Set<String> aborted = new HashSet<>();
        for (RequestRecord request : stores.destination.requests().log()) {
            String upload = request.query().get("uploadId");
            if (request.operation() == ABORT) {
                aborted.add(upload);
            } else if (request.operation() == UPLOAD_PART) {
                assertThat(aborted).as("no part ends after the abort").doesNotContain(upload);
            }
        }
        assertThat(stores.destination.requests().log(UPLOAD_PART))
                .extracting(part -> part.key() + part.query().get("partNumber"))
                .as("no part begins after the failure")
                .doesNotContain("a5");

        stores.destination.faults().clear();
        assertThat(stores.sync(PARTS).exitCode()).isZero();
        arrivedWhole("a", CONTENT);
        assertThat(stores.record("a").status()).isEqualTo("DONE");
    }

    private long uploadsOfA() {
        return stores.destination.requests().log(CREATE_UPLOAD).stream()
                .filter(request -> request.key().equals("a"))
                .count();
    }

    private void arrivedWhole(String key, Content content) {
        assertThat(stores.to.get(key).orElseThrow().content().sameAs(content)).isTrue();
        assertThat(stores.to.openUploads()).isEmpty();
    }

    @Test
    void uploadAbortedByAStrangerIsBegunAgain() throws Exception {
        stores.from.put("a", CONTENT);
        stores.destination.faults().add(Fault.on(UPLOAD_PART).skip(3).times(1).then(before(this::abortAll)));

        Result run = stores.sync(PARTS);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.destination.requests().count(CREATE_UPLOAD)).isEqualTo(2);
        arrivedWhole();
    }

    @Test
    void uploadAbortedByAStrangerBeforeItIsCompletedIsBegunAgain() throws Exception {
        stores.from.put("a", CONTENT);
        stores.destination.faults().add(Fault.on(COMPLETE).times(1).then(before(this::abortAll)));

        Result run = stores.sync(PARTS);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(stores.destination.requests().count(CREATE_UPLOAD)).isEqualTo(2);
        arrivedWhole();
    }

    @Test
    void uploadAbortedByAStrangerOverAnOlderObjectIsBegunAgain() throws Exception {
        stores.to.put("a", "an older one");
        stores.from.put("a", CONTENT);
        stores.destination.faults().add(Fault.on(COMPLETE).times(1).then(before(this::abortAll)));

        Result run = stores.sync(PARTS);

        assertThat(run.exitCode()).as(run.err()).isZero();
        arrivedWhole();
    }

    private void abortAll() {
        stores.to.openUploads().forEach(upload -> stores.abort(upload));
    }

    @Test
    void deniedPartFailsAtOnceAndLeavesNoUpload() throws Exception {
        stores.from.put("a", CONTENT);
        stores.to.deny(UPLOAD_PART);

        // Without trailers, a denial is about the write.
        Result run = stores.sync(
                Stream.concat(Stream.of(PARTS), Stream.of("--checksum", "md5")).toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.to.openUploads()).isEmpty();
        Row row = stores.record("a");
        assertThat(row.status()).isEqualTo("ERROR");
        assertThat(row.attempts()).isEqualTo(1);
        assertThat(row.error()).contains("AccessDenied");
        assertThat(stores.destination.requests().count(CREATE_UPLOAD)).isEqualTo(1);
        assertThat(stores.destination.requests().count(UPLOAD_PART)).isLessThan(COUNT);
    }

    @Test
    void abortThatFailsDoesNotHideWhyItWasNeeded() throws Exception {
        stores.from.put("a", CONTENT);
        stores.to.deny(UPLOAD_PART, ABORT);

        Result run = stores.sync(PARTS);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(stores.to.openUploads()).hasSize(1);
        assertThat(stores.record("a").error()).contains("UPLOAD PART").contains("AccessDenied");
    }
}
