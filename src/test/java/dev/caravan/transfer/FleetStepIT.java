package dev.caravan.transfer;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.caravan.local.LocalTable;
import dev.caravan.local.MemoryStore;
import dev.caravan.message.AbortMessage;
import dev.caravan.message.CompleteMessage;
import dev.caravan.message.InvalidMessageException;
import dev.caravan.message.Message;
import dev.caravan.message.PartMessage;
import dev.caravan.record.JobStatus;
import dev.caravan.store.ChangedException;
import dev.caravan.store.DeniedException;
import dev.caravan.store.GoneException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.OccupiedException;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import dev.caravan.store.UploadGoneException;
import dev.caravan.store.UploadedPart;
import dev.caravan.transfer.FleetStep.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests an object that is split into three parts of 5, 5 and 1 MiB. Each message is one step. */
class FleetStepIT {

    private static final int SIZE = 2 * FleetOfTwo.PART + (1 << 20);

    /** The records of earlier tests stay in the table, so each test needs a new key. */
    private static final AtomicInteger KEYS = new AtomicInteger();

    private static LocalTable table;
    private static FleetOfTwo fleet;

    private final MemoryStore source = fleet.source;
    private final MemoryStore destination = fleet.destination;
    private final String key = "step " + KEYS.incrementAndGet();
    private List<Message> parts;
    private String upload;

    @BeforeAll
    static void start() {
        table = LocalTable.start();
        fleet = new FleetOfTwo(table);
    }

    @AfterAll
    static void stop() {
        table.close();
    }

    @BeforeEach
    void split() {
        fleet.renew();
        source.with(key, MemoryStore.noise(SIZE));
        parts = fleet.split(key);
        upload = destination.lastUpload();
        source.log.clear();
        destination.log.clear();
    }

    private Message complete() {
        return new CompleteMessage(key, upload);
    }

    private String partStatus(int number) {
        var status = table.part(upload, number).get("JobStatus");
        return status == null ? "" : status.s();
    }

    /** Makes the first calls of an operation of the destination fail. */
    private void fails(String operation, int times, RuntimeException failure) {
        AtomicInteger failures = new AtomicInteger();
        destination.when((name, ofKey) -> {
            if (name.equals(operation) && failures.incrementAndGet() <= times) {
                throw failure;
            }
        });
    }

    /** Returns a transfer of a message whose step has begun. */
    private Transfer begun(Message message, Boolean lastTry) {
        Transfer transfer = FleetOfTwo.transfer(message, 0, lastTry);
        fleet.step.begin(transfer);
        return transfer;
    }

    private List<Message> renew(Message message) {
        return FleetOfTwo.all(fleet.step.renew(begun(message, false)));
    }

    /** Completes the object and writes its record, as the route does. */
    private void recordDone() {
        Transfer transfer = begun(complete(), false);
        fleet.step.complete(transfer);
        fleet.records.write(transfer.record(Instant.now()), transfer.known(), false);
    }

    @Test
    void lastPartCompletesTheObject() {
        fleet.move(parts.get(0));
        fleet.move(parts.get(2));
        assertThat(fleet.complete(complete())).containsExactly(parts.get(1));
        assertThat(destination.has(key)).isFalse();
        fleet.move(parts.get(1));
        Transfer transfer = begun(complete(), false);
        assertThat(fleet.step.complete(transfer)).isNull();
        assertThat(destination.bytes(key)).isEqualTo(source.bytes(key));
        assertThat(transfer.status()).isEqualTo(JobStatus.DONE);
        assertThat(transfer.destinationEtag()).endsWith("-3");
        assertThat(transfer.record(Instant.now()).parts()).isEqualTo(3);
    }

    @Test
    void partThatIsDeliveredTwiceIsMovedAndCountedOnce() {
        assertThat(fleet.move(parts.get(0))).isTrue();
        assertThat(fleet.move(parts.get(0))).isFalse();
        assertThat(source.log).containsExactly("get " + key);
        assertThat(fleet.complete(complete())).containsExactly(parts.get(1), parts.get(2));
    }

    @Test
    void partThatIsRecordedWithAnotherLengthIsMovedAgain() {
        fleet.move(parts.get(0));
        table.client()
                .updateItem(change -> change.tableName(LocalTable.PARTS)
                        .key(Map.of(
                                "UploadId", table.part(upload, 1).get("UploadId"),
                                "PartNumber", table.part(upload, 1).get("PartNumber")))
                        .updateExpression("SET #length = PartNumber")
                        .expressionAttributeNames(Map.of("#length", "Length")));
        assertThat(fleet.move(parts.get(0))).isTrue();
    }

    @Test
    void partOfAnotherLengthIsNotRecorded() {
        assertThatThrownBy(() -> fleet.done(parts.get(0), new UploadedPart(1, "e", FleetOfTwo.PART - 1, "")))
                .isInstanceOf(TransientException.class)
                .hasMessage("part 1 has 5242879 bytes and not 5242880");
    }

    @Test
    void partThatTheStoreHoldsOtherwiseIsMovedAgain() {
        parts.forEach(fleet::move);
        destination.truncatePart(2);
        assertThat(fleet.complete(complete())).containsExactly(parts.get(1));
        assertThat(partStatus(2)).isEmpty();
        assertThat(fleet.move(parts.get(1))).isTrue();
        assertThat(fleet.complete(complete())).isEmpty();
        assertThat(destination.bytes(key)).isEqualTo(source.bytes(key));
    }

    @Test
    void answerToCompleteThatIsLostIsRecognisedByTheNextRequest() {
        parts.forEach(fleet::move);
        fails("completed", 1, new TransientException("the connection broke"));
        assertThat(fleet.complete(complete())).isEmpty();
        assertThat(destination.log)
                .containsSubsequence("complete " + key, "completed " + key, "complete " + key, "head " + key);
    }

    @Test
    void answerToCompleteThatIsLostIsRecognisedWhenTheMessageComesBack() {
        parts.forEach(fleet::move);
        fails("completed", 1, new DeniedException("COMPLETE: 403", 403, "AccessDenied"));
        assertThatThrownBy(() -> fleet.complete(complete())).isInstanceOf(DeniedException.class);
        Transfer again = begun(complete(), false);
        assertThat(fleet.step.complete(again)).isNull();
        assertThat(again.destinationEtag()).endsWith("-3");
        assertThat(destination.log).containsOnlyOnce("completed " + key);
    }

    @Test
    void uploadThatSomebodyAbortedIsCopiedAgainByOneMessage() {
        fleet.move(parts.get(0));
        destination.abortAll();
        assertThatThrownBy(() -> fleet.move(parts.get(1))).isInstanceOf(UploadGoneException.class);
        assertThatThrownBy(() -> fleet.complete(complete())).isInstanceOf(ChangedException.class);
        assertThat(renew(parts.get(1))).containsExactly(fleet.object(key));
        assertThat(fleet.status(key)).isEqualTo("CANCEL");
        assertThat(renew(complete())).isEmpty();
        assertThat(fleet.begin(parts.get(1))).as("the one that claimed it").isEqualTo(Step.again);
        assertThat(fleet.begin(parts.get(2))).isEqualTo(Step.useless);
    }

    @Test
    void uploadThatIsGoneWithAllItsPartsIsNotTakenForMade() {
        parts.forEach(fleet::move);
        destination.abortAll();
        assertThatThrownBy(() -> fleet.complete(complete()))
                .isInstanceOf(ChangedException.class)
                .hasMessageStartingWith("the upload is gone");
        assertThat(destination.has(key)).isFalse();
    }

    @Test
    void sourceThatIsOverwrittenBetweenTwoPartsIsCopiedAgain() {
        fleet.move(parts.get(0));
        source.with(key, MemoryStore.noise(SIZE + 1));
        assertThatThrownBy(() -> fleet.move(parts.get(1))).isInstanceOf(ChangedException.class);
        assertThat(renew(parts.get(1))).containsExactly(fleet.object(key));
        assertThat(destination.openUploads()).isZero();
    }

    @Test
    void sourceThatIsOverwrittenAfterItsLastPartIsNotDone() {
        parts.forEach(fleet::move);
        source.with(key, MemoryStore.noise(SIZE + 1));
        assertThatThrownBy(() -> fleet.complete(complete())).isInstanceOf(ChangedException.class);
        assertThat(renew(complete())).containsExactly(fleet.object(key));
    }

    @Test
    void sourceThatIsGoneLeavesNoUploadAndNothingToCopy() {
        source.delete(key);
        assertThat(renew(parts.get(0))).isEmpty();
        assertThat(fleet.status(key)).isEqualTo("CANCEL");
        assertThat(table.attribute(key, "Error")).isEqualTo("the source no longer has the object");
        assertThat(destination.openUploads()).isZero();
    }

    @Test
    void sourceThatIsGoneAfterTheObjectIsMadeLeavesItThere() {
        parts.forEach(fleet::move);
        Transfer transfer = begun(complete(), false);
        source.delete(key);
        assertThatThrownBy(() -> fleet.step.complete(transfer)).isInstanceOf(GoneException.class);
        assertThat(FleetOfTwo.all(fleet.step.renew(transfer))).isEmpty();
        assertThat(table.attribute(key, "Error"))
                .isEqualTo("the source no longer has the object; the destination has its last version");
        assertThat(destination.has(key)).isTrue();
        assertThat(destination.log).doesNotContain("abort " + key);
    }

    @Test
    void messageOfAnUploadThatIsNotOnRecordTouchesNothing() {
        String strangers = destination.createUpload(key, ObjectMetadata.NONE);
        destination.log.clear();
        PartMessage part = (PartMessage) parts.get(0);
        for (Message message : List.of(
                new PartMessage(key, strangers, 1, 3, 0, part.length(), part.etag(), null),
                new CompleteMessage(key, strangers),
                new AbortMessage(key, strangers, "because"),
                new CompleteMessage("without a record", upload))) {
            Transfer transfer = FleetOfTwo.transfer(message, 0, false);
            assertThat(fleet.step.begin(transfer)).isEqualTo(Step.foreign);
            fleet.step.settle(transfer, Step.foreign);
        }
        assertThat(destination.log).isEmpty();
        assertThat(destination.openUploads()).isEqualTo(2);
        assertThat(fleet.givenUp).isEmpty();
        assertThat(fleet.status(key)).isEqualTo("SPLIT_DONE");
    }

    @Test
    void partThatIsNotOfThePlanOnRecordIsRefused() {
        String etag = ((PartMessage) parts.get(0)).etag();
        long part = FleetOfTwo.PART;
        for (PartMessage message : List.of(
                new PartMessage(key, upload, 2, 3, 0, part, etag, null),
                new PartMessage(key, upload, 1, 3, 0, part - 1, etag, null),
                new PartMessage(key, upload, 1, 2, 0, part, etag, null),
                new PartMessage(key, upload, 1, 3, 0, part, "another", null))) {
            assertThatThrownBy(() -> fleet.begin(message)).isInstanceOf(InvalidMessageException.class);
        }
    }

    @Test
    void messagesThatComeAfterTheObjectIsMadeChangeNothing() {
        parts.forEach(fleet::move);
        recordDone();
        assertThat(fleet.begin(parts.get(0))).isEqualTo(Step.done);
        assertThat(fleet.begin(new AbortMessage(key, upload, "late"))).isEqualTo(Step.done);
        assertThat(fleet.begin(complete())).isEqualTo(Step.done);
        Transfer cameBack = FleetOfTwo.transfer(complete(), 1, false);
        assertThat(fleet.step.begin(cameBack))
                .as("its earlier try may have made it")
                .isEqualTo(Step.doubted);
        assertThat(cameBack.contested()).isTrue();
        assertThat(fleet.givenUp).isEmpty();
    }

    @Test
    void abortGivesTheObjectUpOnceAndLatePartsDoNothing() {
        AbortMessage abort = new AbortMessage(key, upload, "too\nlate");
        Transfer transfer = begun(abort, false);
        fleet.step.settle(transfer, Step.abort);
        assertThat(fleet.status(key)).isEqualTo("ERROR");
        assertThat(table.attribute(key, "Error")).isEqualTo("too\\nlate");
        assertThat(fleet.givenUp).containsExactly(key + ": too\\nlate");
        assertThat(destination.openUploads()).isZero();
        Transfer late = FleetOfTwo.transfer(parts.get(0), 0, false);
        assertThat(fleet.step.begin(late)).isEqualTo(Step.useless);
        fleet.step.settle(late, Step.useless);
        assertThat(renew(parts.get(0)))
                .as("an object that was given up is not copied again")
                .isEmpty();
        assertThat(destination.log).containsExactly("abort " + key);
        assertThat(fleet.givenUp).hasSize(1);
    }

    /** Gives up the object because part 2 failed. */
    private void giveUp() {
        fleet.step.failed(begun(parts.get(1), true), failure("denied"));
        AbortMessage abort = new AbortMessage(key, upload, "at least 1 of 3 parts failed");
        fleet.step.settle(begun(abort, false), Step.abort);
        destination.log.clear();
    }

    private Transfer queued(Message message, QueueTimes times) {
        Transfer transfer = FleetOfTwo.transfer(message, 0, false);
        transfer.queued(times);
        return transfer;
    }

    private QueueTimes sentAfterTheEnd(long millis) {
        long end = Long.parseLong(table.attribute(key, "EndTimestamp"));
        return new QueueTimes(end + millis, end + millis);
    }

    @Test
    void recordOfAnObjectThatIsGivenUpSaysWhyItsPartFailed() {
        giveUp();
        assertThat(table.attribute(key, "Error")).isEqualTo("Denied: 403 (part 2); at least 1 of 3 parts failed");
        assertThat(fleet.givenUp).containsExactly(key + ": Denied: 403 (part 2); at least 1 of 3 parts failed");
    }

    @Test
    void deadLettersOfPartsThatAreRedrivenHaveTheObjectCopiedAgainOnce() {
        giveUp();
        assertThat(fleet.step.begin(queued(parts.get(0), sentAfterTheEnd(0))))
                .as("a stale part")
                .isEqualTo(Step.useless);
        Transfer redriven = queued(parts.get(1), sentAfterTheEnd(1));
        assertThat(fleet.step.begin(redriven)).isEqualTo(Step.again);
        assertThat(FleetOfTwo.all(fleet.step.renew(redriven))).containsExactly(fleet.object(key));
        assertThat(table.attribute(key, "Error")).isEqualTo("a dead letter came back: the object is copied again");
        assertThat(fleet.step.begin(queued(parts.get(1), sentAfterTheEnd(1))))
                .as("a later try of the same message")
                .isEqualTo(Step.again);
        Transfer another = queued(parts.get(2), sentAfterTheEnd(2));
        assertThat(fleet.step.begin(another)).isEqualTo(Step.useless);
        fleet.step.settle(another, Step.useless);
        assertThat(destination.log).containsExactly("abort " + key);
    }

    @Test
    void deadLetterOfAWorkerIsKnownAsOne() {
        giveUp();
        QueueTimes laidAside = new QueueTimes(1, 1, true);
        assertThat(fleet.step.begin(queued(complete(), sentAfterTheEnd(60_000))))
                .as("the state machine sends it too")
                .isEqualTo(Step.useless);
        assertThat(fleet.step.begin(queued(complete(), laidAside))).isEqualTo(Step.again);
        assertThat(fleet.step.begin(queued(parts.get(0), laidAside))).isEqualTo(Step.again);
        assertThat(fleet.step.begin(queued(new AbortMessage(key, upload, "late"), laidAside)))
                .isEqualTo(Step.useless);
    }

    @ParameterizedTest
    @CsvSource({
        "passing,false,false",
        "passing,true,true",
        "denied,false,true",
        "denied,true,true",
        "step,false,false",
        "step,true,true",
        "stopped,false,false",
        "stopped,true,false"
    })
    void failureOfAPartIsRecordedWhereItsMessageDoesNotComeBack(String kind, boolean lastTry, boolean recorded) {
        assertThat(fleet.step.failed(begun(parts.get(1), lastTry), failure(kind)))
                .isEqualTo(recorded);
        assertThat(partStatus(2)).isEqualTo(recorded ? "PART_ERROR" : "");
        assertThat(fleet.status(key))
                .as("the state machine gives the object up")
                .isEqualTo("SPLIT_DONE");
        assertThat(fleet.givenUp).isEmpty();
    }

    private static Throwable failure(String kind) {
        return switch (kind) {
            case "passing" -> new TransientException("503", 503, "");
            case "denied" -> new DeniedException("403", 403, "AccessDenied");
            case "step" -> new IllegalStateException("a step");
            default -> new StoppedException();
        };
    }

    @Test
    void partThatHasArrivedStaysArrivedWhenALateTryFails() {
        fleet.move(parts.get(0));
        assertThat(fleet.step.failed(begun(parts.get(0), true), failure("denied")))
                .isTrue();
        assertThat(partStatus(1)).isEqualTo("PART_DONE");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void completionThatIsRefusedGivesTheObjectUp(boolean lastTry) {
        DeniedException refused = new DeniedException("COMPLETE: 403", 403, "AccessDenied");
        assertThat(fleet.step.failed(begun(complete(), lastTry), refused)).isTrue();
        assertThat(fleet.status(key)).isEqualTo("ERROR");
        assertThat(fleet.givenUp).containsExactly(key + ": Denied: COMPLETE: 403");
        assertThat(destination.openUploads()).isZero();
    }

    @Test
    void objectThatMustNotBeOverwrittenStaysAndTheOtherIsGivenUp() {
        parts.forEach(fleet::move);
        destination.with(key, MemoryStore.noise(7));
        fails("complete", 9, new OccupiedException("COMPLETE: taken", 412, "PreconditionFailed"));
        Transfer transfer = begun(complete(), false);
        Throwable refused = catchThrowable(() -> fleet.step.complete(transfer));
        assertThat(fleet.step.failed(transfer, refused)).isTrue();
        assertThat(fleet.status(key)).isEqualTo("ERROR");
        assertThat(fleet.givenUp).containsExactly(key + ": Occupied: COMPLETE: taken");
        assertThat(destination.bytes(key)).hasSize(7);
        assertThat(destination.openUploads()).isZero();
    }

    @Test
    void ownObjectThatMustNotBeOverwrittenIsRecognised() {
        parts.forEach(fleet::move);
        AtomicInteger requests = new AtomicInteger();
        destination.when((name, ofKey) -> {
            if (name.equals("completed") && requests.get() == 1) {
                throw new TransientException("the connection broke");
            }
            if (name.equals("complete") && requests.incrementAndGet() > 1) {
                throw new OccupiedException("COMPLETE: taken", 412, "PreconditionFailed");
            }
        });
        assertThat(fleet.complete(complete())).isEmpty();
        assertThat(destination.bytes(key)).isEqualTo(source.bytes(key));
    }

    @Test
    void completionThatIsInvalidIsTriedAgainBecauseAPartMayHaveBeenSentTwice() {
        parts.forEach(fleet::move);
        fails("complete", 1, new InvalidException("COMPLETE: 400 InvalidPart", 400, "InvalidPart"));
        Transfer transfer = begun(complete(), false);
        Throwable refused = catchThrowable(() -> fleet.step.complete(transfer));
        assertThat(refused).isInstanceOf(StoreException.class);
        assertThat(fleet.step.failed(transfer, refused)).isFalse();
        assertThat(fleet.status(key)).isEqualTo("SPLIT_DONE");
        assertThat(fleet.complete(complete())).isEmpty();
        assertThat(destination.bytes(key)).isEqualTo(source.bytes(key));
    }

    @Test
    void objectThatCouldNotBeSentToBeCopiedAgainHasFailed() {
        Transfer transfer = begun(parts.get(0), true);
        fleet.step.renew(transfer);
        assertThat(fleet.step.failed(transfer, new IllegalStateException("the queue is away")))
                .isTrue();
        assertThat(fleet.status(key)).isEqualTo("ERROR");
        assertThat(fleet.givenUp).hasSize(1);
    }
}
