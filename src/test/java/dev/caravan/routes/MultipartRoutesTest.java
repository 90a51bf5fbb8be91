package dev.caravan.routes;

import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.routes.RouteBench.MIB;

import dev.caravan.local.MemoryStore;
import dev.caravan.message.ObjectMessage;
import dev.caravan.store.DeniedException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests a large object in the multipart routes: parts of 5 MiB, two at a time. */
@Timeout(60)
class MultipartRoutesTest {

    private static final byte[] BYTES = MemoryStore.noise(22 * MIB);
    private static final int PARTS = 5;

    @TempDir
    private Path folder;

    private RouteBench bench;
    private MemoryStore source;
    private MemoryStore destination;

    @BeforeEach
    void aLargeObjectAtTheSource() throws Exception {
        bench = new RouteBench(folder);
        source = bench.source.with("big", BYTES);
        destination = bench.destination;
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
        assertThat(source.closed.get()).as("contents closed").isEqualTo(source.opened.get());
    }

    @Test
    void theObjectIsMadeOfItsPartsAfterTheLastOne() throws Exception {
        bench.start().work(bench.message("big"));
        assertThat(destination.bytes("big")).isEqualTo(BYTES);
        assertThat(destination.log).startsWith("create big").endsWith("complete big", "completed big");
        assertThat(bench.records).extracting(record -> record.get("JobStatus")).containsExactly("STARTED", "DONE");
        assertThat(bench.record()).containsEntry("Parts", PARTS).containsEntry("Attempts", 1);
    }

    /** The process may be killed at each request. The records file on the disk must contain every open upload. */
    @Test
    void theRecordsOnDiskKnowEveryOpenUploadAtEachRequest() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger();
        destination.when((operation, key) -> {
            try {
                Path copy = folder.resolve("at-" + requests.incrementAndGet());
                Files.copy(folder.resolve("records.uploads"), Path.of(copy + ".uploads"));
                assertThat(RouteBench.uploadsIn(copy))
                        .as(operation)
                        .containsAll(operation.equals("create") ? List.of("") : destination.openUploadIds());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            if (operation.equals("part 3") && failures.incrementAndGet() == 1) {
                throw new DeniedException("PUT big: 403 AccessDenied", 403, "AccessDenied");
            }
        });
        bench.start().work(bench.message("big"));
        assertThat(failures).hasValue(1);
        assertThat(requests.get()).isGreaterThan(4);
        bench.work(bench.message("big"));
        assertThat(destination.bytes("big")).isEqualTo(BYTES);
        assertThat(bench.uploads()).as("nothing is left on record").isEmpty();
    }

    @Test
    void anUploadThatCannotBeAbortedStaysOnRecord() throws Exception {
        destination.when((operation, key) -> {
            if (operation.equals("part 3") || operation.equals("abort")) {
                throw new DeniedException("PUT big: 403 AccessDenied", 403, "AccessDenied");
            }
        });
        bench.start().work(bench.message("big"));
        assertThat(bench.uploads()).containsExactly("upload-1");
    }

    @Test
    void partsOfAnEarlierRunCountAsUnderWayFromTheBeginning() throws Exception {
        AtomicBoolean denied = new AtomicBoolean(true);
        AtomicLong atFirst = new AtomicLong(-1);
        destination.when((operation, key) -> {
            if (denied.get() && (operation.equals("part 3") || operation.equals("abort"))) {
                throw new DeniedException("PUT big: 403 AccessDenied", 403, "AccessDenied");
            } else if (!denied.get() && operation.startsWith("part ")) {
                atFirst.compareAndSet(-1, bench.progress.now().underWayBytes());
            }
        });
        bench.start().work(bench.message("big"));
        assertThat(bench.progress.now().underWayBytes()).isZero();
        long before = bench.progress.now().movedBytes();
        denied.set(false);
        bench.work(bench.message("big"));
        assertThat(destination.bytes("big")).isEqualTo(BYTES);
        long moved = bench.progress.now().movedBytes() - before;
        assertThat(atFirst.get()).isPositive().isEqualTo(BYTES.length - moved);
        assertThat(bench.progress.now().underWayBytes()).isZero();
    }

    @Test
    void anUploadThatMayHaveBegunWithoutAnAnswerStaysNotedAndARefusedOneDoesNot() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        destination.when((operation, key) -> {
            if (operation.equals("create") && key.equals("big") && lost.incrementAndGet() <= 2) {
                throw new TransientException("the answer is lost");
            } else if (operation.equals("create") && key.equals("refused")) {
                throw new DeniedException("403 AccessDenied", 403, "AccessDenied");
            }
        });
        source.with("refused", BYTES);
        bench.start();
        bench.work(bench.message("refused"));
        assertThat(bench.uploads()).isEmpty();
        bench.work(bench.message("big"));
        assertThat(destination.bytes("big")).isEqualTo(BYTES);
        assertThat(bench.uploads()).containsExactly("");
    }

    @Test
    void aPartIsTriedAgainAloneWithItsBytesReadAgain() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        AtomicLong underWay = new AtomicLong();
        destination.when((operation, key) -> {
            if (operation.equals("part 3 half") && failures.incrementAndGet() <= 2) {
                throw new TransientException("broken");
            } else if (operation.equals("complete")) {
                underWay.set(bench.progress.now().underWayBytes());
            }
        });
        bench.start().work(bench.message("big"));
        assertThat(underWay.get()).as("before the object is complete").isGreaterThanOrEqualTo(BYTES.length);
        assertThat(bench.progress.now().underWayBytes()).isZero();
        assertThat(destination.bytes("big")).isEqualTo(BYTES);
        assertThat(destination.log).filteredOn("part 3 big"::equals).hasSize(3);
        assertThat(destination.log).filteredOn("create big"::equals).hasSize(1);
        assertThat(source.log).filteredOn("get big"::equals).hasSize(PARTS + 2);
    }

    private static String changingParts(String yaml, String expression) {
        return RouteBench.before(yaml, "upload-part", "- setBody: { id: change, simple: \"" + expression + "\" }");
    }

    @Test
    void aStepOfTheUsersMayReplaceTheBytesOfAPart() throws Exception {
        bench.start(yaml -> changingParts(yaml, "${bodyAs(byte[])}")).work(bench.message("big"));
        assertThat(destination.bytes("big")).isEqualTo(BYTES);
        assertThat(bench.record()).containsEntry("JobStatus", "DONE");
    }

    @Test
    void aStepThatChangesThePartsLengthFailsTheObject() throws Exception {
        bench.start(yaml -> changingParts(yaml, "x")).work(bench.message("big"));
        assertThat((String) bench.record().get("Error"))
                .matches("Invalid: part \\d has 1 bytes and not \\d+: a step that changes a part must keep its length");
        assertThat(destination.isEmpty()).isTrue();
    }

    @Test
    void aPartThatCannotBeMendedFailsTheObjectAndLeavesNothingBehind() throws Exception {
        destination.when((operation, key) -> {
            if (operation.equals("part 3")) {
                throw new ThrottledException("PUT big: 503 SlowDown", 503, "SlowDown");
            }
        });
        bench.start().work(bench.message("big"));
        int attempts = 1 + RouteBench.RETRIES;
        assertThat(destination.log).filteredOn("create big"::equals).hasSize(attempts);
        assertThat(destination.log).filteredOn("part 3 big"::equals).hasSize(attempts * attempts);
        assertThat(destination.isEmpty()).as("nothing is left behind").isTrue();
        assertThat(bench.record())
                .containsEntry("JobStatus", "ERROR")
                .containsEntry("Error", "Throttled: PUT big: 503 SlowDown");
    }

    @ParameterizedTest
    @CsvSource({"part-numbers,4", "all-parts,1"})
    void aStepBesideThePartsThatFailsEndsTheUploadAndTheObjectIsTriedAgain(String place, int times) throws Exception {
        AtomicInteger failures = new AtomicInteger();
        bench.bind("beside", (Processor) exchange -> {
            if (failures.incrementAndGet() <= times) {
                throw new TransientException("beside");
            }
        });
        bench.start(yaml -> RouteBench.before(yaml, place, "- process: { ref: beside }"))
                .work(bench.message("big"));
        assertThat(failures).hasValue(times + 1);
        assertThat(destination.bytes("big")).isEqualTo(BYTES);
        assertThat(destination.log).contains("abort big");
        assertThat(destination.openUploads()).isZero();
        assertThat(bench.record()).containsEntry("JobStatus", "DONE").containsEntry("Attempts", 2);
        assertThat(bench.uploads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void objectWhoseBytesTheStepsWouldMissIsRefusedUnlessItIsGone(boolean gone) throws Exception {
        bench.start(yaml -> yaml.contains("id: part-start")
                ? yaml + "\n- route: { id: mine, from: { uri: direct:bytes, steps: [ { log: { message: seen } } ] } }\n"
                : yaml);
        ObjectMessage big = bench.message("big");
        if (gone) {
            source.delete("big");
        }
        bench.work(big);
        assertThat(bench.record()).containsEntry("JobStatus", gone ? "CANCEL" : "ERROR");
        assertThat((String) bench.record().get("Error"))
                .startsWith(gone ? "Gone: " : "Invalid: direct:bytes has steps, but direct:part-bytes has none");
        assertThat(destination.log).isEmpty();
        assertThat(source.log).filteredOn(line -> line.startsWith("get ")).isEmpty();
    }

    /** The pool accepts no more tasks when the process must end. */
    @Test
    void uploadIsKeptBehindThePartsUnderWayWhenThePoolTakesNoMore() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        ExecutorService pool =
                new ThreadPoolExecutor(2, 2, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), (task, executor) -> {
                    await(begun);
                    throw new RejectedExecutionException("the pool is shut down");
                });
        destination.when((operation, key) -> {
            if (operation.endsWith(" half")) {
                begun.countDown();
            }
        });
        bench.bind("partPool", pool).start().work(bench.message("big"));
        assertThat(destination.log).contains("part 1 ended big").doesNotContain("abort big");
        assertThat(destination.openUploads()).isEqualTo(1);
        assertThat(bench.record()).containsEntry("JobStatus", "STARTED");
        pool.shutdown();
        assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void afterAFailureNoFurtherPartBeginsAndTheUploadIsAbortedBehindTheLastOne() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        destination.when((operation, key) -> {
            if (operation.equals("part 2")) {
                await(begun);
                failed.countDown();
                throw new DeniedException("PUT big: 403 AccessDenied", 403, "AccessDenied");
            } else if (operation.equals("part 1 half")) {
                begun.countDown();
                await(failed);
            } else if (operation.equals("abort")) {
                throw new TransientException("no abort");
            }
        });
        bench.start().work(bench.message("big"));
        List<String> log = destination.log;
        assertThat(log.indexOf("part 1 ended big")).isPositive().isLessThan(log.indexOf("abort big"));
        assertThat(log.subList(log.indexOf("abort big"), log.size())).noneMatch(line -> line.startsWith("part"));
        // One or two parts may start before the failure is known.
        assertThat(log).filteredOn(line -> line.matches("part \\d+ big")).hasSizeLessThanOrEqualTo(4);
        assertThat(bench.record())
                .containsEntry("JobStatus", "ERROR")
                .containsEntry("Error", "Denied: PUT big: 403 AccessDenied");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void partsOfAllObjectsTogetherStayWithinThePool() throws Exception {
        bench.start();
        List<Object> batch = List.of(bench.message("big"), again("b2"), again("b3"), again("b4"));
        bench.enqueue(batch);
        bench.ledger.awaitSettled(() -> false);
        assertThat(bench.progress.now().copied()).isEqualTo(4);
        assertThat(destination.mostPartsAtATime.get()).isEqualTo(RouteBench.PART_POOL);
    }

    private Object again(String key) {
        source.with(key, BYTES);
        return bench.message(key);
    }

    @Test
    void anAnswerToCompleteThatWasLostIsNoFailure() throws Exception {
        AtomicInteger completed = new AtomicInteger();
        destination.when((operation, key) -> {
            if (operation.equals("completed") && completed.incrementAndGet() == 1) {
                throw new TransientException("the answer is lost");
            }
        });
        bench.start().work(bench.message("big"));
        assertThat(destination.bytes("big")).isEqualTo(BYTES);
        assertThat(destination.log).filteredOn("create big"::equals).hasSize(1);
        assertThat(destination.log).contains("head big").doesNotContain("abort big");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE");
    }

    @Test
    void anAnswerToCompleteThatCannotBeReadIsNoFailureWhereTheObjectIsMade() throws Exception {
        destination.when((operation, key) -> {
            if (operation.equals("completed")) {
                throw unreadable();
            }
        });
        bench.start().work(bench.message("big"));
        assertThat(destination.bytes("big")).isEqualTo(BYTES);
        assertThat(destination.log).filteredOn("complete big"::equals).hasSize(1);
        assertThat(destination.log).contains("head big").doesNotContain("abort big");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE").containsEntry("Attempts", 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "another object"})
    void anAnswerToCompleteThatCannotBeReadIsAFailureWhereTheObjectIsNotMade(String there) throws Exception {
        if (!there.isEmpty()) {
            destination.with("big", there);
        }
        destination.when((operation, key) -> {
            if (operation.equals("complete")) {
                throw unreadable();
            }
        });
        bench.start().work(bench.message("big"));
        assertThat(destination.log).endsWith("complete big", "head big", "abort big");
        assertThat(bench.record())
                .containsEntry("JobStatus", "ERROR")
                .containsEntry("Error", "Invalid: COMPLETE big: it has no ETag");
    }

    private static InvalidException unreadable() {
        return new InvalidException("COMPLETE big: it has no ETag", 200, "BadAnswer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "part 2", "complete", "head"})
    void a404ThatProvesNothingDoesNotMakeTheObjectGone(String failing) throws Exception {
        for (MemoryStore store : List.of(source, destination)) {
            store.when((operation, key) -> {
                if (operation.equals(failing)) {
                    throw new NotFoundException("404 without an error code of the store", 404, "");
                }
            });
        }
        bench.start().work(new ObjectMessage("big", BYTES.length, MemoryStore.md5(BYTES), Instant.EPOCH));
        assertThat(bench.record())
                .containsEntry("JobStatus", "ERROR")
                .containsEntry("Error", "NotFound: 404 without an error code of the store");
        assertThat(bench.progress.now().failed()).isEqualTo(1);
    }

    @Test
    void anObjectThatIsGoneInTheMiddleIsCancelledAndItsUploadAborted() throws Exception {
        destination.when((operation, key) -> {
            if (operation.equals("part 2")) {
                source.delete("big");
            }
        });
        bench.start().work(bench.message("big"));
        assertThat(destination.isEmpty()).as("nothing is left behind").isTrue();
        assertThat(bench.record()).containsEntry("JobStatus", "CANCEL");
        assertThat(bench.progress.missing().gone()).isEqualTo(1);
    }

    @Test
    void anObjectThatIsOverwrittenBeforeItsPartsAreReadIsBegunAgain() throws Exception {
        byte[] newer = MemoryStore.noise(21 * MIB);
        AtomicInteger once = new AtomicInteger();
        destination.when((operation, key) -> {
            if (operation.equals("create") && once.incrementAndGet() == 1) {
                source.with("big", newer);
            }
        });
        bench.start().work(bench.message("big"));
        assertThat(destination.bytes("big")).isEqualTo(newer);
        assertThat(destination.log).filteredOn("create big"::equals).hasSize(2);
        assertThat(destination.log).filteredOn("abort big"::equals).hasSize(1);
        assertThat(bench.record()).containsEntry("JobStatus", "DONE").containsEntry("Attempts", 2);
    }
}
