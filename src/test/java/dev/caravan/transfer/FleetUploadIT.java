package dev.caravan.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.local.LocalTable;
import dev.caravan.local.MemoryStore;
import dev.caravan.message.CompleteMessage;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.message.PartMessage;
import dev.caravan.record.JobStatus;
import dev.caravan.record.StandingRecord;
import dev.caravan.record.StatusRecord;
import dev.caravan.record.dynamo.DynamoRecords;
import dev.caravan.store.ChangedException;
import dev.caravan.store.GoneException;
import dev.caravan.store.TransientException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Tests an object of three parts, of 5, 5 and 1 MiB, that one worker splits for the fleet. */
class FleetUploadIT {

    private static final int SIZE = 2 * FleetOfTwo.PART + (1 << 20);

    /** The records of earlier tests stay in the table, so each test needs a new key. */
    private static final AtomicInteger KEYS = new AtomicInteger();

    private static LocalTable table;
    private static FleetOfTwo fleet;

    private final MemoryStore destination = fleet.destination;
    private final String key = "split " + KEYS.incrementAndGet();

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
    void anObject() {
        fleet.renew();
        fleet.source.with(key, MemoryStore.noise(SIZE));
    }

    private FleetUpload.Begun begin(Transfer transfer) {
        return fleet.fleet.begin(transfer, UnaryOperator.identity());
    }

    private Transfer transfer(int triesBefore, Boolean lastTry) {
        return FleetOfTwo.transfer(fleet.object(key), triesBefore, lastTry);
    }

    private static List<Integer> numbers(List<Message> messages) {
        return messages.stream()
                .map(message -> ((PartMessage) message).partNumber())
                .toList();
    }

    private void record(JobStatus status, String sourceEtag, String sequencer, String uploadId, Instant when) {
        fleet.records.write(
                new StatusRecord(
                        key,
                        status,
                        SIZE,
                        "made",
                        sourceEtag,
                        sequencer,
                        when,
                        when,
                        1,
                        "",
                        uploadId,
                        3,
                        FleetOfTwo.PART,
                        0),
                StandingRecord.NONE,
                false);
    }

    @Test
    void uploadIsOnRecordBeforeAMessageOfItsPartsIsMade() {
        Transfer transfer = transfer(0, false);
        FleetUpload.Begun begun = begin(transfer);
        assertThat(begun.way()).isEqualTo("fleet");
        assertThat(fleet.status(key)).isEqualTo("SPLIT_DONE");
        assertThat(table.attribute(key, "UploadId")).isEqualTo(destination.lastUpload());
        assertThat(table.attribute(key, "PartSize")).isEqualTo(Integer.toString(FleetOfTwo.PART));
        assertThat(transfer.status()).isEqualTo(JobStatus.SPLIT_DONE);
        String etag = fleet.object(key).etag();
        assertThat(FleetOfTwo.all(begun.messages()))
                .hasSize(3)
                .contains(new PartMessage(
                        key, destination.lastUpload(), 3, 3, 2L * FleetOfTwo.PART, 1 << 20, etag, null));
    }

    @Test
    void sameVersionGoesOnWithThePartsThatAreMissing() {
        fleet.move(fleet.split(key).get(1));
        assertThat(numbers(fleet.split(key))).containsExactly(1, 3);
        assertThat(destination.log).containsOnlyOnce("create " + key);
    }

    @Test
    void objectWhosePartsHaveAllArrivedIsToBeMade() {
        fleet.split(key).forEach(fleet::move);
        assertThat(fleet.split(key)).containsExactly(new CompleteMessage(key, destination.lastUpload()));
    }

    @Test
    void recordOfAPartThatDoesNotFitThePlanIsNone() {
        Message part = fleet.split(key).get(2);
        fleet.move(part);
        table.client()
                .updateItem(change -> change.tableName(LocalTable.PARTS)
                        .key(Map.of(
                                "UploadId", AttributeValue.fromS(destination.lastUpload()),
                                "PartNumber", AttributeValue.fromN("3")))
                        .updateExpression("SET #length = :short")
                        .expressionAttributeNames(Map.of("#length", "Length"))
                        .expressionAttributeValues(Map.of(":short", AttributeValue.fromN("7"))));
        assertThat(numbers(fleet.split(key))).containsExactly(1, 2, 3);
    }

    @Test
    void uploadOfAnotherVersionIsAbortedBeforeANewOneBegins() {
        fleet.split(key);
        String first = destination.lastUpload();
        fleet.source.with(key, MemoryStore.noise(SIZE + 1));
        fleet.split(key);
        assertThat(destination.log)
                .startsWith("create " + key, "abort " + key, "create " + key)
                .containsOnlyOnce("abort " + key);
        assertThat(destination.openUploadIds())
                .containsExactly(destination.lastUpload())
                .doesNotContain(first);
        assertThat(table.attribute(key, "UploadId")).isEqualTo(destination.lastUpload());
    }

    @Test
    void objectWithoutAnEtagIsMovedByOneWorker() {
        fleet.source.noEtags();
        fleet.source.with(key, "text");
        FleetUpload.Begun begun = begin(transfer(0, false));
        assertThat(begun.way()).isEqualTo("multipart");
        assertThat(begun.messages()).isExhausted();
        assertThat(destination.log).isEmpty();
        assertThat(fleet.status(key)).isEmpty();
    }

    @Test
    void objectThatOthersHaveMadeSinceItsMessageWasSentIsNotSplit() {
        fleet.made(key, 5_000);
        Transfer late = transfer(0, false);
        late.queued(new QueueTimes(1_000, 9_000));
        assertThat(begin(late).way()).isEqualTo("none");
        assertThat(late.status()).isEqualTo(JobStatus.CANCEL);
        assertThat(destination.openUploads()).isZero();
        Transfer newer = transfer(0, false);
        newer.queued(new QueueTimes(6_000, 9_000));
        assertThat(begin(newer).way()).isEqualTo("fleet");
    }

    @Test
    void recordOfAnObjectReportsWhenTheMessageWasReceivedThatItBeganWith() {
        Transfer transfer = transfer(0, false);
        transfer.queued(new QueueTimes(1_000, 2_000));
        List<Message> parts = FleetOfTwo.all(begin(transfer).messages());
        assertThat(table.attribute(key, "ReceivedTimestamp")).isEqualTo("2000");
        parts.forEach(fleet::move);
        Transfer complete = FleetOfTwo.transfer(new CompleteMessage(key, destination.lastUpload()), 0, false);
        complete.queued(new QueueTimes(7_000, 8_000));
        fleet.step.begin(complete);
        assertThat(complete.record(Instant.now()).received()).isEqualTo(2_000);
    }

    @Test
    void objectThatOthersHaveMadeOfAnotherVersionIsSplit() {
        record(JobStatus.DONE, "another", "", "made upload", Instant.now().minusSeconds(600));
        assertThat(begin(transfer(1, false)).way()).isEqualTo("fleet");
    }

    @Test
    void sourceThatIsOverwrittenOrGoneBeginsNothing() {
        Transfer late = transfer(0, false);
        fleet.source.with(key, "newer");
        assertThatThrownBy(() -> begin(late)).isInstanceOf(ChangedException.class);
        fleet.source.delete(key);
        assertThatThrownBy(() -> begin(late)).isInstanceOf(GoneException.class);
        assertThat(destination.log).isEmpty();
        assertThat(fleet.status(key)).isEmpty();
    }

    @Test
    void uploadWhoseRecordIsRefusedIsAborted() {
        record(JobStatus.DONE, "newer", "0B", "", Instant.now());
        ObjectMessage event = fleet.object(key);
        Transfer transfer = FleetOfTwo.transfer(
                new ObjectMessage(key, event.size(), event.etag(), event.lastModified(), "0A"), 0, false);
        FleetUpload.Begun begun = begin(transfer);
        assertThat(begun.way()).isEqualTo("none");
        assertThat(begun.messages()).isExhausted();
        assertThat(transfer.refused()).isTrue();
        assertThat(destination.openUploads()).isZero();
        assertThat(fleet.status(key)).isEqualTo("DONE");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void uploadThatCannotBeRecordedStaysOnlyForTheMessageThatComesBack(boolean lastTry) {
        FleetUpload elsewhere = fleet.over(new DynamoRecords(table.client(), "no-such-table"));
        assertThatThrownBy(() -> elsewhere.begin(transfer(0, lastTry), UnaryOperator.identity()))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("no-such-table");
        assertThat(destination.openUploads()).isEqualTo(lastTry ? 0 : 1);
    }
}
