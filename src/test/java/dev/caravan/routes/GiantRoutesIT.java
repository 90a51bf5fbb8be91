package dev.caravan.routes;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.local.LocalTable;
import dev.caravan.local.MemoryStore;
import dev.caravan.message.AbortMessage;
import dev.caravan.message.CompleteMessage;
import dev.caravan.message.MessageCodec;
import dev.caravan.message.ObjectMessage;
import dev.caravan.message.PartMessage;
import dev.caravan.record.JobStatus;
import dev.caravan.store.DeniedException;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.TransientException;
import dev.caravan.transfer.Transfer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests giant objects with real tables, with many kinds of failure. */
@Timeout(240)
class GiantRoutesIT {

    /** Two full parts and a short one. */
    private static final int SIZE = 2 * GiantBench.PART + 1000;

    /** The records of earlier tests stay in the table, so each test needs a new key. */
    private static final AtomicInteger KEYS = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static LocalTable table;
    private static GiantBench fleet;
    private static MemoryStore source;
    private static MemoryStore destination;

    private String key;

    @BeforeAll
    static void start() throws Exception {
        table = LocalTable.start();
        fleet = new GiantBench(folder, table);
        source = fleet.bench.source;
        destination = fleet.bench.destination;
    }

    @AfterAll
    static void stop() throws Exception {
        fleet.close();
        table.close();
    }

    @BeforeEach
    void anObject() {
        begin("dir/k\"1\\2\n3 é ");
    }

    /** Empties the fleet, and puts an object with a new key into the source. */
    private void begin(String prefix) {
        fleet.renew();
        key = prefix + KEYS.incrementAndGet();
        source.with(key, MemoryStore.noise(SIZE));
    }

    private ObjectMessage object() {
        return fleet.bench.message(key);
    }

    private String record(String attribute) {
        return table.attribute(key, attribute);
    }

    private void assertCopied() {
        assertThat(destination.bytes(key)).isEqualTo(source.bytes(key));
        assertThat(record("JobStatus")).isEqualTo("DONE");
        assertThat(fleet.deadLetters).isEmpty();
    }

    /** Runs the action once, when this operation starts at a store for the first time. */
    private static void onceAt(MemoryStore store, String operation, Runnable what) {
        AtomicBoolean happened = new AtomicBoolean();
        store.when((name, ofKey) -> {
            if (name.equals(operation) && happened.compareAndSet(false, true)) {
                what.run();
            }
        });
    }

    @Test
    void itIsSplitRecordedMovedAndMade() {
        fleet.put(object());
        Transfer split = fleet.next();
        assertThat(split.status()).isEqualTo(JobStatus.SPLIT_DONE);
        assertThat(split.recorded()).isTrue();
        assertThat(record("JobStatus")).isEqualTo("SPLIT_DONE");
        assertThat(record("UploadId")).isEqualTo(destination.lastUpload());
        assertThat(record("Parts")).isEqualTo("3");
        assertThat(record("PartSize")).isEqualTo(Integer.toString(GiantBench.PART));
        assertThat(record("SourceEtag")).isEqualTo(object().etag());
        assertThat(fleet.queue).hasSize(3);
        assertThat(fleet.settled()).isZero();
        fleet.settle();
        assertCopied();
        assertThat(record("Etag")).endsWith("-3");
        assertThat(fleet.sent).hasSize(5);
        assertThat(destination.openUploads()).isZero();
        assertThat(fleet.copied()).isEqualTo(1);
        assertThat(source.opened).hasValue(3);
        assertThat(source.closed).hasValue(3);
    }

    @Test
    void aLargeObjectBelowTheThresholdIsMovedByOneWorker() {
        source.with(key, MemoryStore.noise(2 * GiantBench.PART - 1));
        fleet.put(object());
        fleet.settle();
        assertCopied();
        assertThat(fleet.sent).hasSize(1);
    }

    @Test
    void partsThatCameTwiceAreMovedOnce() {
        fleet.put(object());
        fleet.next();
        fleet.queue.addAll(List.copyOf(fleet.queue));
        fleet.settle();
        assertCopied();
        assertThat(source.log.stream().filter(line -> line.startsWith("get "))).hasSize(3);
    }

    @Test
    void lostPartsAreSentAgainWhenTheObjectsMessageComesAgain() {
        ObjectMessage object = object();
        fleet.put(object);
        fleet.next();
        fleet.next();
        fleet.queue.clear();
        fleet.put(object);
        fleet.settle();
        assertCopied();
        assertThat(destination.log.stream().filter(line -> line.startsWith("create ")))
                .hasSize(1);
        assertThat(source.log.stream().filter(line -> line.startsWith("get "))).hasSize(3);
    }

    @Test
    void aSecondWorkerWithTheSameMessageGoesOnWithTheSameUpload() {
        fleet.put(object());
        fleet.put(object());
        fleet.next();
        fleet.next();
        fleet.settle();
        assertCopied();
        assertThat(destination.log.stream().filter(line -> line.startsWith("create ")))
                .hasSize(1);
        assertThat(fleet.copied()).isEqualTo(1);
    }

    @Test
    void whatWasMadeBeforeItsMessageCameAgainIsNotMovedAgain() {
        fleet.put(object());
        GiantBench.Queued object = fleet.queue.peek();
        fleet.settle();
        source.log.clear();
        fleet.queue.add(new GiantBench.Queued(object.text(), 1));
        fleet.settle();
        assertCopied();
        assertThat(source.log).noneMatch(line -> line.startsWith("get "));
        assertThat(fleet.copied()).isEqualTo(1);
    }

    @Test
    void whatWasDeletedThereBeforeItsMessageCameAgainIsMovedAgain() {
        fleet.put(object());
        GiantBench.Queued object = fleet.queue.peek();
        fleet.settle();
        destination.delete(key);
        fleet.queue.add(new GiantBench.Queued(object.text(), 1));
        fleet.settle();
        assertCopied();
    }

    @Test
    void whatWasOverwrittenBetweenTwoPartsIsCopiedAgainWithoutAMixture() {
        fleet.put(object());
        fleet.next();
        fleet.next();
        source.with(key, MemoryStore.noise(SIZE + 1));
        fleet.settle();
        assertCopied();
        assertThat(record("SourceEtag")).isEqualTo(object().etag());
        assertThat(destination.openUploads()).isZero();
        // Two parts detect that the upload doesn't exist, and one of them starts the copy again.
        assertThat(fleet.sent.stream().filter(text -> text.contains("\"object\"")))
                .hasSize(2);
    }

    @Test
    void whatWasOverwrittenAfterItsLastPartIsCopiedAgain() {
        fleet.put(object());
        onceAt(destination, "completed", () -> source.with(key, MemoryStore.noise(SIZE + 1)));
        fleet.settle();
        assertCopied();
        assertThat(fleet.sent.stream().filter(text -> text.contains("\"object\"")))
                .hasSize(2);
    }

    @Test
    void whatIsGoneFromTheSourceLeavesNeitherUploadNorFailure() {
        fleet.put(object());
        fleet.next();
        source.delete(key);
        fleet.settle();
        assertThat(record("JobStatus")).isEqualTo("CANCEL");
        assertThat(destination.isEmpty()).isTrue();
        assertThat(fleet.deadLetters).isEmpty();
    }

    @Test
    void aPartThatIsAnswered404WithoutACodeComesBack() {
        AtomicInteger failures = new AtomicInteger();
        destination.when((operation, called) -> {
            if (operation.equals("part 2") && failures.incrementAndGet() == 1) {
                throw new NotFoundException("404 without an error code of the store", 404, "");
            }
        });
        fleet.put(object());
        fleet.settle();
        assertCopied();
        assertThat(failures.get()).isGreaterThan(1);
        assertThat(destination.log.stream().filter(line -> line.startsWith("create ")))
                .hasSize(1);
    }

    @Test
    void anUploadThatAStrangerAbortedIsBegunAgainOnce() {
        fleet.put(object());
        fleet.next();
        fleet.next();
        destination.abortAll();
        fleet.settle();
        assertCopied();
        assertThat(destination.log.stream().filter(line -> line.startsWith("create ")))
                .hasSize(2);
        assertThat(fleet.sent.stream().filter(text -> text.contains("\"object\"")))
                .hasSize(2);
    }

    @Test
    void anUploadThatAStrangerAbortedBeforeItsEndIsBegunAgain() {
        fleet.put(object());
        for (int i = 0; i < 4; i++) {
            fleet.next();
        }
        destination.abortAll();
        fleet.settle();
        assertCopied();
    }

    @Test
    void aLostAnswerToTheRequestToCompleteIsRecognised() {
        fleet.put(object());
        onceAt(destination, "completed", () -> {
            throw new TransientException("COMPLETE: 500", 500, "InternalError");
        });
        fleet.settle();
        assertCopied();
        assertThat(destination.log.stream().filter(line -> line.startsWith("create ")))
                .hasSize(1);
        assertThat(fleet.copied()).isEqualTo(1);
    }

    @Test
    void aCompletionThatFailsInItsAnswersBodyIsTriedAgain() {
        fleet.put(object());
        onceAt(destination, "complete", () -> {
            throw new TransientException("COMPLETE: 200 InternalError", 200, "InternalError");
        });
        fleet.settle();
        assertCopied();
    }

    @Test
    void aPartThatIsStoredTruncatedIsMovedAgain() {
        fleet.put(object());
        for (int i = 0; i < 4; i++) {
            fleet.next();
        }
        destination.truncatePart(2);
        fleet.settle();
        assertCopied();
        assertThat(source.log.stream().filter(line -> line.startsWith("get "))).hasSize(4);
    }

    @Test
    void aPartThatIsRefusedEndsTheObjectWithItsReason() {
        fleet.put(object());
        destination.when((operation, ofKey) -> {
            if (operation.equals("part 2")) {
                throw new DeniedException("PART 2: 403 AccessDenied", 403, "AccessDenied");
            }
        });
        fleet.settle();
        assertThat(record("JobStatus")).isEqualTo("ERROR");
        assertThat(record("Error")).isEqualTo("Denied: PART 2: 403 AccessDenied (part 2); a part failed");
        assertThat(table.part(destination.lastUpload(), 2).get("Error").s())
                .isEqualTo("Denied: PART 2: 403 AccessDenied");
        assertThat(destination.isEmpty()).isTrue();
        assertThat(fleet.deadLetters).singleElement().asString().contains("\"partNumber\":2");
        assertThat(fleet.failed()).isEqualTo(1);
    }

    @Test
    void aPartThatFailsForAWhileComesBackAndTheLastTryIsRecorded() {
        fleet.put(object());
        AtomicInteger tries = new AtomicInteger();
        source.when((operation, ofKey) -> {
            if (operation.equals("get") && tries.incrementAndGet() <= 3 * GiantBench.MOST_RECEIVES) {
                throw new TransientException("GET: 500", 500, "InternalError");
            }
        });
        fleet.settle();
        assertThat(tries).hasValue(3 * GiantBench.MOST_RECEIVES);
        assertThat(record("JobStatus")).isEqualTo("ERROR");
        assertThat(table.part(destination.lastUpload(), 1).get("Attempts").n()).isEqualTo("5");
        assertThat(destination.isEmpty()).isTrue();
        assertThat(fleet.deadLetters).hasSize(3);
    }

    @Test
    void messagesThatTheQueueRefusesAreSentByTheNextTryAndTheLastOneIsRecorded() {
        fleet.put(object());
        fleet.queueRefuses = true;
        Transfer first = fleet.next();
        assertThat(first.recorded()).isFalse();
        assertThat(first.error()).contains("the queue refuses 10 messages");
        assertThat(destination.openUploads()).isEqualTo(1);
        fleet.settle();
        assertThat(record("JobStatus")).isEqualTo("ERROR");
        assertThat(record("Error")).contains("the queue refuses 10 messages");
        assertThat(record("Attempts")).isEqualTo(Integer.toString(GiantBench.MOST_RECEIVES));
        assertThat(destination.isEmpty()).isTrue();
        assertThat(fleet.failed()).isEqualTo(1);
        assertThat(fleet.deadLetters).hasSize(1);
    }

    @Test
    void aPartOfAnUploadThatWasGivenUpHasNothingCopiedAgain() {
        fleet.put(object());
        fleet.next();
        fleet.queue.addFirst(new GiantBench.Queued(
                MessageCodec.encode(new AbortMessage(key, destination.lastUpload(), "too\nlate")), 0));
        fleet.settle();
        assertThat(record("JobStatus")).isEqualTo("ERROR");
        assertThat(record("Error")).isEqualTo("too\\nlate");
        assertThat(destination.isEmpty()).isTrue();
        assertThat(fleet.sent).hasSize(4);
        assertThat(fleet.deadLetters).isEmpty();
    }

    @Test
    void neitherAnAbortNorACompletionThatComeTooLateChangeWhatIsDone() {
        fleet.put(object());
        fleet.settle();
        String end = record("EndTimestamp");
        fleet.put(new AbortMessage(key, destination.lastUpload(), "late"));
        fleet.put(new CompleteMessage(key, destination.lastUpload()));
        fleet.put(new PartMessage(key, destination.lastUpload(), 1, 3, 0, GiantBench.PART, object().etag(), null));
        fleet.settle();
        assertCopied();
        assertThat(record("EndTimestamp")).isEqualTo(end);
        assertThat(fleet.copied()).isEqualTo(1);
    }

    @Test
    void messagesOfAnUploadThatIsNotOnRecordTouchNothing() {
        String strangers = destination.createUpload(key, ObjectMetadata.NONE);
        fleet.put(object());
        fleet.next();
        fleet.queue.clear();
        fleet.put(new CompleteMessage(key, strangers));
        fleet.put(new AbortMessage(key, strangers, "because"));
        fleet.put(new PartMessage(key, strangers, 1, 3, 0, GiantBench.PART, object().etag(), null));
        destination.log.clear();
        fleet.next();
        fleet.next();
        fleet.next();
        assertThat(destination.log).isEmpty();
        assertThat(destination.openUploads()).isEqualTo(2);
        assertThat(record("JobStatus")).isEqualTo("SPLIT_DONE");
        assertThat(fleet.queue).isEmpty();
        assertThat(fleet.deadLetters).isEmpty();
    }

    /** The bytes of such a part replace those of other parts, or are of another version. */
    @Test
    void aPartThatIsNotOfThePlanOnRecordIsRefused() {
        fleet.put(object());
        fleet.next();
        String upload = destination.lastUpload();
        String etag = object().etag();
        long part = GiantBench.PART;
        fleet.queue.clear();
        fleet.put(new PartMessage(key, upload, 2, 3, 0, part, etag, null));
        fleet.put(new PartMessage(key, upload, 1, 3, 0, part - 1, etag, null));
        fleet.put(new PartMessage(key, upload, 1, 2, 0, part, etag, null));
        fleet.put(new PartMessage(key, upload, 4, 4, 3 * part, part, etag, null));
        fleet.put(new PartMessage(key, upload, 1, 3, 0, part, "another", null));
        destination.log.clear();
        for (int i = 0; i < 5; i++) {
            fleet.next();
        }
        assertThat(destination.log).isEmpty();
        assertThat(table.part(upload, 1)).isEmpty();
        assertThat(record("JobStatus")).isEqualTo("SPLIT_DONE");
    }

    @Test
    void anotherVersionOnRecordIsAbortedBeforeTheNewOneIsBegun() {
        fleet.put(object());
        fleet.next();
        fleet.queue.clear();
        fleet.watched.clear();
        source.with(key, MemoryStore.noise(SIZE + 1));
        fleet.put(object());
        fleet.settle();
        assertCopied();
        assertThat(destination.openUploads()).isZero();
        assertThat(destination.log.indexOf("abort " + key)).isLessThan(destination.log.lastIndexOf("create " + key));
    }

    /** Each process that receives a message of this object may be killed before any of its requests. */
    @Test
    void aKillAnywhereLosesNothing() {
        List<String> left = new ArrayList<>();
        for (int message = 0; message < 5; message++) {
            int kill = 1;
            while (killedAt(message, kill, left)) {
                kill++;
                begin("kill ");
            }
            assertThat(kill).isGreaterThan(1);
            begin("kill ");
        }
        // Between CreateMultipartUpload and its record, the table contains only the intent to create an upload.
        assertThat(left).hasSize(1);
    }

    private boolean killedAt(int message, int operation, List<String> left) {
        fleet.put(object());
        for (int i = 0; i < message; i++) {
            fleet.settleOne();
        }
        fleet.killAt(operation);
        int before = fleet.kills();
        fleet.settleOne();
        boolean killed = fleet.kills() > before;
        fleet.settle();
        assertThat(destination.bytes(key))
                .as("message " + message + ", operation " + operation)
                .isEqualTo(source.bytes(key));
        assertThat(record("JobStatus")).isEqualTo("DONE");
        assertThat(fleet.deadLetters).isEmpty();
        if (destination.openUploads() > 0) {
            assertThat(table.record(key)).containsKey("UploadIntent");
            left.add("message " + message + ", operation " + operation);
        }
        return killed;
    }

    @Test
    void aKillAnywhereWhileTheObjectIsOverwrittenLosesNothing() {
        boolean killed = true;
        for (int kill = 1; killed; kill++) {
            fleet.put(object());
            fleet.next();
            fleet.next();
            source.with(key, MemoryStore.noise(SIZE + 1));
            fleet.killAt(kill);
            int before = fleet.kills();
            fleet.next();
            killed = fleet.kills() > before;
            // The object is as before again, so that the remaining parts would match it.
            source.with(key, MemoryStore.noise(SIZE));
            fleet.settle();
            assertThat(destination.bytes(key)).as("operation " + kill).isEqualTo(source.bytes(key));
            assertThat(record("JobStatus")).isEqualTo("DONE");
            assertThat(fleet.deadLetters).isEmpty();
            assertThat(destination.openUploads()).as("operation " + kill).isZero();
            begin("overwritten ");
        }
    }
}
