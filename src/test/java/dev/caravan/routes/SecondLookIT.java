package dev.caravan.routes;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.flow.Transfers;
import dev.caravan.local.LocalTable;
import dev.caravan.local.MemoryStore;
import dev.caravan.message.DeleteMessage;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.record.JobStatus;
import dev.caravan.record.StandingRecord;
import dev.caravan.record.StatusRecord;
import dev.caravan.record.dynamo.DynamoRecords;
import dev.caravan.record.dynamo.SplitRecords;
import dev.caravan.store.DeniedException;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.TransientException;
import dev.caravan.transfer.CopyPolicy;
import dev.caravan.transfer.FleetRecords;
import dev.caravan.transfer.QueueTimes;
import dev.caravan.transfer.Repeats;
import dev.caravan.transfer.Transfer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Tests several workers that process one key, in every order, with a real table. */
@Timeout(120)
class SecondLookIT {

    private static final AtomicInteger KEYS = new AtomicInteger();
    private static LocalTable table;
    private static DynamoRecords records;

    @TempDir
    private Path folder;

    private RouteBench bench;
    private MemoryStore source;
    private MemoryStore destination;
    private String key;
    private volatile boolean tableFails;
    private volatile String skip;
    private volatile boolean denied;

    @BeforeAll
    static void startTable() {
        table = LocalTable.start();
        records = new DynamoRecords(table.client(), LocalTable.NAME);
    }

    @AfterAll
    static void stopTable() {
        table.close();
    }

    @BeforeEach
    void aWorkerOfAFleet() throws Exception {
        begin(new CopyPolicy(false, false, "from", false, false, 0, 0, System::nanoTime));
    }

    private void begin(CopyPolicy copies) throws Exception {
        bench = new RouteBench(folder).serviceCopies(copies);
        bench.property("caravan.queue", "sqs").property("caravan.receive", "false");
        source = bench.source;
        destination = bench.destination;
        key = "k" + KEYS.incrementAndGet();
        FleetRecords fleet = new FleetRecords(records);
        bench.fleet(null, fleet, Long.MAX_VALUE, fleet::claim);
        bench.repeats(buckets -> new Repeats(new SplitRecords(table.client(), LocalTable.NAME)::find, buckets));
        bench.recordsTo(new DynamoDbClient() {
            @Override
            public UpdateItemResponse updateItem(UpdateItemRequest request) {
                if (tableFails) {
                    throw new IllegalStateException("the table is throttled");
                }
                return table.client().updateItem(request);
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        });
        bench.route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:before-copy")
                        .errorHandler(noErrorHandler())
                        .process(exchange -> exchange.getMessage().setHeader("CaravanSkip", skip));
            }
        });
        bench.start();
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {7, RouteBench.THRESHOLD + 1})
    void repeatedMessageMovesNoBytesAndLeavesTheRecord(int size) {
        source.with(key, MemoryStore.noise(size));
        ObjectMessage object = bench.message(key);
        bench.receive("direct:object", object, 1, 5, new QueueTimes(1_000, 5_000));
        String record = table.record(key).toString();
        assertThat(record).contains("DONE", "5000");
        source.log.clear();
        destination.log.clear();
        Exchange repeated = bench.receive("direct:object", object.repeated(), 1, 5, new QueueTimes(2_000, 9_000));
        assertThat(source.log).isEmpty();
        assertThat(destination.log).containsExactly("head " + key);
        assertThat(table.record(key)).hasToString(record);
        assertThat(Transfers.of(repeated).recorded()).isTrue();
        assertThat(bench.progress.now().copied()).isEqualTo(1);
        assertThat(bench.progress.now().cancelled()).isEqualTo(1);
        // After that, a comparison has found a different object at the destination.
        bench.receive("direct:object", object.repeated(), 1, 5, new QueueTimes(6_000, 9_000));
        assertThat(bench.progress.now().copied()).isEqualTo(2);
    }

    /** Returns an event about the current object of the source. */
    private ObjectMessage created(String sequencer) {
        ObjectMessage listed = bench.message(key);
        return new ObjectMessage(key, listed.size(), listed.etag(), listed.lastModified(), sequencer);
    }

    private DeleteMessage removed(String sequencer) {
        return new DeleteMessage(key, sequencer);
    }

    /** Writes the record of another worker that has just ended. */
    private void anotherRecords(JobStatus status, String etag, String sourceEtag, String sequencer) {
        Instant now = Instant.now();
        records.write(
                new StatusRecord(
                        key, status, 1, etag, sourceEtag, sequencer, now, now.plusMillis(1), 1, "", "", 0, 0, 0),
                StandingRecord.NONE,
                false);
    }

    /** Runs the action once, when this operation next starts at a store. */
    private void onceAt(MemoryStore store, String operation, Runnable what) {
        AtomicBoolean happened = new AtomicBoolean();
        store.when((name, ofKey) -> {
            if (name.equals(operation) && ofKey.equals(key) && happened.compareAndSet(false, true)) {
                what.run();
            }
        });
    }

    private Transfer work(Message message) {
        source.log.clear();
        destination.log.clear();
        Exchange done = bench.work(message);
        assertThat(done.getException()).isNull();
        return Transfers.of(done);
    }

    private void assertIsAt(String text) {
        assertThat(destination.text(key)).isEqualTo(text);
        assertThat(table.attribute(key, "JobStatus")).isEqualTo("DONE");
        assertThat(table.attribute(key, "Etag")).isEqualTo(destination.head(key).etag());
        assertThat(table.attribute(key, "SourceEtag"))
                .isEqualTo(source.head(key).etag());
    }

    private void assertIsDeleted() {
        assertThat(destination.isEmpty()).isTrue();
        assertThat(table.attribute(key, "JobStatus")).isEqualTo("DELETED");
    }

    @Test
    void whereNobodyCameBetweenNothingIsLookedAtTwice() {
        source.with(key, "text");
        Transfer transfer = work(created("0A"));
        assertThat(source.log).containsExactly("get " + key);
        assertThat(destination.log).containsExactly("put " + key);
        assertThat(transfer.recorded()).isTrue();
        assertIsAt("text");
        assertThat(bench.progress.now().copied()).isEqualTo(1);
    }

    @Test
    void anObjectDeletedSoonAfterItWasMadeIsNotLookedAtTwice() {
        source.with(key, "text");
        work(created("0A"));
        source.delete(key);
        work(removed("0B"));
        assertThat(source.log).containsExactly("head " + key);
        assertThat(destination.log).containsExactly("delete " + key);
        assertIsDeleted();
    }

    @Test
    void aLargeObjectsOwnBeginningIsNoContestAndAnotherVersionsUploadIsAborted() {
        source.with(key, MemoryStore.noise(RouteBench.THRESHOLD));
        Instant longAgo = Instant.now().minusSeconds(600);
        records.write(
                new StatusRecord(key, JobStatus.STARTED, 7, "", "other", "", longAgo, longAgo, 1, "", "left", 2, 0, 0),
                StandingRecord.NONE,
                false);
        Transfer transfer = work(created("0A"));
        assertThat(transfer.recorded()).isTrue();
        assertThat(destination.log).containsOnlyOnce("abort " + key).doesNotContain("head " + key);
        assertThat(destination.bytes(key)).isEqualTo(source.bytes(key));
        assertThat(table.attribute(key, "JobStatus")).isEqualTo("DONE");
        assertThat(table.attribute(key, "Parts")).isEqualTo("2");
    }

    /** The object is now small, or doesn't exist: no later attempt would find its upload. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUploadWhoseRecordIsReplacedIsAborted(boolean there) {
        Instant longAgo = Instant.now().minusSeconds(600);
        source.with(key, "text");
        ObjectMessage message = created("0A");
        String left = destination.createUpload(key, ObjectMetadata.NONE);
        records.write(
                new StatusRecord(key, JobStatus.STARTED, 7, "", "other", "", longAgo, longAgo, 1, "", left, 2, 0, 0),
                StandingRecord.NONE,
                false);
        if (!there) {
            source.delete(key);
        }
        Transfer transfer = work(message);
        assertThat(transfer.recorded()).isTrue();
        assertThat(table.attribute(key, "JobStatus")).isEqualTo(there ? "DONE" : "CANCEL");
        assertThat(destination.openUploads()).isZero();
        assertThat(bench.progress.now().failed()).isZero();
    }

    @Test
    void aLargeObjectLeavesNoNoteOfItsUpload() {
        source.with(key, MemoryStore.noise(RouteBench.THRESHOLD));
        onceAt(destination, "create", () -> assertThat(table.record(key)).containsKey("UploadIntent"));
        onceAt(destination, "part 1", () -> {
            assertThat(table.record(key)).doesNotContainKey("UploadIntent");
            assertThat(table.attribute(key, "UploadId")).isEqualTo("upload-1");
        });
        assertThat(work(created("0A")).recorded()).isTrue();
        assertThat(table.attribute(key, "JobStatus")).isEqualTo("DONE");
    }

    @Test
    void aLargeObjectWhoseRecordIsRefusedForAnothersClockLeavesNoNoteOfItsUpload() {
        source.with(key, MemoryStore.noise(RouteBench.THRESHOLD));
        Instant ahead = Instant.now().plusSeconds(300);
        records.write(
                new StatusRecord(key, JobStatus.DONE, 1, "old", "old", "", ahead, ahead, 1, "", "", 0, 0, 0),
                StandingRecord.NONE,
                false);
        assertThat(work(bench.message(key)).recorded()).isTrue();
        assertThat(table.attribute(key, "SourceEtag"))
                .isEqualTo(bench.message(key).etag());
        assertThat(table.record(key)).doesNotContainKey("UploadIntent");
    }

    private void recordDone(Instant when) {
        records.write(
                new StatusRecord(key, JobStatus.DONE, 1, "old", "old", "", when, when, 1, "", "", 0, 0, 0),
                StandingRecord.NONE,
                false);
    }

    private void denyPut(Runnable before) {
        denied = true;
        destination.when((operation, ofKey) -> {
            if (denied && operation.equals("put")) {
                before.run();
                throw new DeniedException("PUT: 403 AccessDenied", 403, "AccessDenied");
            }
        });
    }

    @Test
    void failureReplacesADoneOfAClockAheadWhenTheMessageComesBack() {
        source.with(key, "new");
        recordDone(Instant.now().plusSeconds(3600));
        denyPut(() -> {});
        Exchange first = bench.receive("direct:object", bench.message(key), 1, 5);
        assertThat(Transfers.of(first).recorded()).isFalse();
        assertThat(table.attribute(key, "JobStatus")).isEqualTo("DONE");
        assertThat(bench.progress.now().failed()).isZero();
        Exchange second = bench.receive("direct:object", bench.message(key), 2, 5);
        assertThat(Transfers.of(second).recorded()).isTrue();
        assertThat(Transfers.of(second).status()).isEqualTo(JobStatus.ERROR);
        assertThat(table.attribute(key, "JobStatus")).isEqualTo("ERROR");
        assertThat(table.attribute(key, "Error")).contains("AccessDenied");
        assertThat(bench.progress.now().failed()).isEqualTo(1);
        // A later successful copy replaces the failure again.
        denied = false;
        assertThat(Transfers.of(bench.receive("direct:object", bench.message(key), 1, 5))
                        .recorded())
                .isTrue();
        assertIsAt("new");
    }

    @Test
    void failureOfAMessageThatDoesNotComeBackReplacesADoneOfAClockAheadAtOnce() {
        source.with(key, "new");
        recordDone(Instant.now().plusSeconds(3600));
        denyPut(() -> {});
        Exchange only = bench.receive("direct:object", bench.message(key), 1, 1);
        assertThat(Transfers.of(only).recorded()).isTrue();
        assertThat(table.attribute(key, "JobStatus")).isEqualTo("ERROR");
    }

    @Test
    void failureDoesNotReplaceWhatAnotherWorkerHasDoneMeanwhile() {
        source.with(key, "new");
        denyPut(() -> {
            Instant later = Instant.now().plusMillis(1);
            while (Instant.now().isBefore(later)) {
                Thread.onSpinWait();
            }
            recordDone(later);
        });
        Exchange second = bench.receive("direct:object", bench.message(key), 2, 5);
        assertThat(Transfers.of(second).recorded()).isFalse();
        assertThat(table.attribute(key, "JobStatus")).isEqualTo("DONE");
        assertThat(bench.progress.now().failed()).isZero();
    }

    @Test
    void staleEventDoesNotDeleteNewerObject() {
        source.with(key, "text");
        work(created("0B"));
        Transfer transfer = work(removed("0A"));
        assertThat(destination.log).doesNotContain("delete " + key);
        assertThat(transfer.recorded()).isTrue();
        assertThat(transfer.status()).isEqualTo(JobStatus.CANCEL);
        assertIsAt("text");
        assertThat(table.attribute(key, "Sequencer")).isEqualTo("0B");
        assertThat(bench.progress.now().failed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0A", ""})
    void aLatePutOfAnOlderVersionIsMended(String sequencer) {
        source.with(key, "old");
        ObjectMessage old = created(sequencer);
        // During the transfer of the old version, another worker copies and records the new one.
        onceAt(destination, "put half", () -> {
            source.with(key, "new");
            destination.with(key, "new");
            anotherRecords(
                    JobStatus.DONE,
                    destination.head(key).etag(),
                    source.head(key).etag(),
                    "0B");
        });
        Transfer transfer = work(old);
        assertThat(transfer.recorded()).isTrue();
        assertIsAt("new");
        assertThat(table.attribute(key, "Sequencer")).isEqualTo("0B");
        assertThat(bench.progress.now().copied()).isEqualTo(1);
    }

    @Test
    void whoRecordsLastMendsWhatAnOlderEventsWorkerDid() {
        source.with(key, "new");
        AtomicBoolean late = new AtomicBoolean();
        destination.when((name, ofKey) -> {
            // Another worker's late PUT reaches the store after ours. That worker writes its record before ours.
            if (name.equals("head") && late.compareAndSet(false, true)) {
                destination.with(key, "old");
            }
        });
        onceAt(destination, "put half", () -> anotherRecords(JobStatus.DONE, "e-old", "s-old", "0A"));
        Transfer transfer = work(created("0B"));
        assertThat(transfer.recorded()).isTrue();
        assertIsAt("new");
    }

    @Test
    void aLatePutOfADeletedObjectIsDeletedAgain() {
        source.with(key, "text");
        ObjectMessage event = created("0A");
        onceAt(destination, "put half", () -> {
            source.delete(key);
            records.claim(key, "0B");
            anotherRecords(JobStatus.DELETED, "", "", "0B");
        });
        Transfer transfer = work(event);
        assertThat(transfer.recorded()).isTrue();
        assertIsDeleted();
        assertThat(table.attribute(key, "Sequencer")).isEqualTo("0B");
        assertThat(bench.progress.now().deleted()).isEqualTo(1);
    }

    @Test
    void whatACrashedWorkerLeftOfADeletedObjectIsDeleted() {
        anotherRecords(JobStatus.DELETED, "", "", "0B");
        destination.with(key, "left by a worker that died before it could record");
        Transfer transfer = work(new ObjectMessage(key, 4, "", null, "0A"));
        assertThat(transfer.recorded()).isTrue();
        assertIsDeleted();
    }

    @Test
    void anObjectThatIsGoneAndWasNeverDeletedStaysAtTheDestination() {
        destination.with(key, "kept");
        Transfer transfer = work(new ObjectMessage(key, 4, "", null, ""));
        assertThat(transfer.recorded()).isTrue();
        assertThat(destination.text(key)).isEqualTo("kept");
        assertThat(table.attribute(key, "JobStatus")).isEqualTo("CANCEL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0A", ""})
    void aLateDeleteOfAnObjectThatCameBackIsMended(String sequencer) {
        destination.with(key, "old");
        onceAt(destination, "delete", () -> {
            source.with(key, "new");
            destination.with(key, "new");
            anotherRecords(
                    JobStatus.DONE,
                    destination.head(key).etag(),
                    source.head(key).etag(),
                    "0B");
        });
        Transfer transfer = work(new DeleteMessage(key, sequencer));
        assertThat(transfer.recorded()).isTrue();
        assertIsAt("new");
        assertThat(table.attribute(key, "Sequencer")).isEqualTo("0B");
    }

    @Test
    void aDeleteThatBrokeOffAfterTheObjectCameBackIsMendedWhenItIsTriedAgain() {
        source.with(key, "text");
        Instant longAgo = Instant.now().minusSeconds(600);
        String etag = source.head(key).etag();
        records.write(
                new StatusRecord(key, JobStatus.DONE, 4, etag, etag, "0B", longAgo, longAgo, 1, "", "", 0, 0, 0),
                StandingRecord.NONE,
                false);
        // An earlier attempt with either message deleted the object on record.
        assertThat(work(removed("0A")).recorded()).isTrue();
        assertIsAt("text");
        destination.delete(key);
        assertThat(work(new DeleteMessage(key)).recorded()).isTrue();
        assertIsAt("text");
    }

    @Test
    void twoCopiesOfOneVersionAgreeWhereEveryPutMakesAnotherEtag() {
        source.with(key, "text");
        destination.opaqueEtags();
        source.opaqueEtags();
        source.with(key, "text");
        ObjectMessage message = created("0A");
        onceAt(destination, "head", () -> destination.with(key, "text"));
        onceAt(
                destination,
                "put half",
                () -> anotherRecords(
                        JobStatus.DONE,
                        "opaque-" + MemoryStore.md5("text".getBytes(StandardCharsets.UTF_8)),
                        message.etag(),
                        "0A"));
        Transfer transfer = work(message);
        assertThat(transfer.recorded()).isTrue();
        assertThat(source.log.stream().filter(("get " + key)::equals)).hasSize(1);
        assertIsAt("text");
    }

    @Test
    void aFightEndsAndItsObjectIsNotDone() {
        source.with(key, "text");
        AtomicInteger round = new AtomicInteger();
        // Another worker writes a different record after each of our writes.
        destination.when((name, ofKey) -> {
            if (name.equals("put half")) {
                anotherRecords(JobStatus.DONE, "e" + round, "s" + round.incrementAndGet(), "");
            } else if (name.equals("head")) {
                destination.with(key, "other " + round);
            }
        });
        Transfer transfer = work(created("0A"));
        assertThat(round.get()).isBetween(2, 4 + RouteBench.RETRIES);
        assertThat(transfer.status()).isEqualTo(JobStatus.ERROR);
        assertThat(bench.progress.now().copied()).isZero();
    }

    @Test
    void aRecordThatCannotBeWrittenLeavesTheMessageUndone() {
        source.with(key, "text");
        tableFails = true;
        assertThat(work(created("0A")).recorded()).isFalse();
        assertThat(destination.text(key)).isEqualTo("text");
        assertThat(bench.progress.now().copied()).isZero();
    }

    @Test
    void aStoreThatFailsDuringTheSecondLookIsAskedAgain() {
        source.with(key, "text");
        onceAt(destination, "put half", () -> anotherRecords(JobStatus.DONE, "e", "s", "0B"));
        onceAt(destination, "head", () -> {
            throw new TransientException("broken");
        });
        assertThat(work(created("0A")).recorded()).isTrue();
        assertIsAt("text");
    }

    @Test
    void whatTheServiceRefusesDuringTheSecondLookIsStreamedInTheSameAttempt() throws Exception {
        bench.close();
        begin(new CopyPolicy(true, false, "from", false, false, RouteBench.MIB, RouteBench.MIB, System::nanoTime));
        source.with(key, "text");
        onceAt(destination, "copied", () -> {
            anotherRecords(JobStatus.DONE, "e", "s", "0B");
            source.with(key, "newer");
            destination.when((operation, ofKey) -> {
                if (operation.equals("copy")) {
                    throw new DeniedException("COPY: 403 AccessDenied", 403, "AccessDenied");
                }
            });
        });
        assertThat(work(created("0A")).recorded()).isTrue();
        assertThat(destination.log)
                .containsSubsequence("copied " + key, "head " + key, "copy " + key, "put " + key)
                .filteredOn(line -> line.startsWith("head"))
                .hasSize(1);
        assertThat(table.attribute(key, "Attempts")).isEqualTo("2");
        assertIsAt("newer");
    }

    @Test
    void skippedObjectIsOnRecordAndDoneWithoutARequest() {
        source.with(key, "text");
        skip = "not wanted";
        Transfer transfer = work(created("0A"));
        assertThat(source.log).isEmpty();
        assertThat(destination.log).isEmpty();
        assertThat(transfer.recorded()).isTrue();
        assertThat(table.attribute(key, "JobStatus")).isEqualTo("SKIPPED");
        assertThat(table.attribute(key, "Error")).isEqualTo("not wanted");
        assertThat(table.attribute(key, "Sequencer")).isEqualTo("0A");
        assertThat(bench.progress.now().skipped()).isEqualTo(1);
        assertThat(bench.progress.now().failed()).isZero();
    }

    @Test
    void staleSkipLeavesTheNewerRecord() {
        source.with(key, "text");
        ObjectMessage stale = created("0A");
        work(created("0B"));
        skip = "not wanted";
        assertThat(work(stale).recorded()).isTrue();
        assertIsAt("text");
        assertThat(table.attribute(key, "Sequencer")).isEqualTo("0B");
        assertThat(bench.progress.now().skipped()).isZero();
    }

    @Test
    void skipThatReplacesTheRecordOfACopyAtTheSameTimeIsMendedToDone() {
        source.with(key, "text");
        work(created("0A"));
        skip = "not wanted";
        assertThat(work(created("0A")).recorded()).isTrue();
        assertIsAt("text");
    }

    @Test
    void objectThatIsSkippedAgainStaysSkipped() {
        source.with(key, "text");
        skip = "not wanted";
        work(created("0A"));
        assertThat(work(created("0A")).recorded()).isTrue();
        assertThat(destination.isEmpty()).isTrue();
        assertThat(table.attribute(key, "JobStatus")).isEqualTo("SKIPPED");
        assertThat(bench.progress.now().failed()).isZero();
    }

    /**
     * The source has all of these changes. Then the events arrive in every order, one after the other or two at the
     * same time.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {"create delete create", "delete create delete", "create create delete", "create create create"})
    void inEveryOrderTheDestinationEndsAsTheSourceDid(String history) throws Exception {
        for (int workers : List.of(1, 2, 3)) {
            for (List<Integer> order : List.of(
                    List.of(0, 1, 2),
                    List.of(0, 2, 1),
                    List.of(1, 0, 2),
                    List.of(1, 2, 0),
                    List.of(2, 0, 1),
                    List.of(2, 1, 0))) {
                key = "k" + KEYS.incrementAndGet();
                List<Message> events = new ArrayList<>();
                for (String what : history.split(" ", -1)) {
                    String sequencer = "0" + events.size();
                    if (what.equals("create")) {
                        source.with(key, "version " + sequencer);
                        events.add(created(sequencer));
                    } else {
                        source.delete(key);
                        events.add(removed(sequencer));
                    }
                }
                ExecutorService pool = Executors.newFixedThreadPool(workers);
                for (int next : order) {
                    pool.execute(() -> bench.work(events.get(next)));
                }
                pool.shutdown();
                assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
                String as = history + " as " + order + " by " + workers;
                boolean deleted = history.endsWith("delete");
                assertThat(table.attribute(key, "JobStatus")).as(as).isEqualTo(deleted ? "DELETED" : "DONE");
                assertThat(table.attribute(key, "Sequencer")).as(as).isEqualTo("02");
                if (deleted) {
                    assertThat(destination.has(key)).as(as).isFalse();
                } else {
                    assertThat(destination.text(key)).as(as).isEqualTo("version 02");
                    assertThat(table.attribute(key, "SourceEtag"))
                            .as(as)
                            .isEqualTo(source.head(key).etag());
                }
            }
        }
        assertThat(bench.progress.now().failed()).isZero();
    }
}
