package dev.caravan.routes;

import static dev.caravan.local.Assertions.assertThat;
import static dev.caravan.routes.RouteBench.MIB;
import static dev.caravan.routes.RouteBench.RETRIES;

import dev.caravan.local.MemoryStore;
import dev.caravan.message.ObjectMessage;
import dev.caravan.store.DeniedException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.TransientException;
import dev.caravan.transfer.CopyPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests objects that the destination's service copies: up to 8 MiB whole, larger ones in parts of 5 MiB. */
@Timeout(60)
class CopyRoutesTest {

    private static final byte[] LARGE = MemoryStore.noise(12 * MIB);

    @TempDir
    private Path folder;

    private final AtomicLong clock = new AtomicLong();
    private RouteBench bench;
    private MemoryStore source;
    private MemoryStore destination;

    @BeforeEach
    void twoStoresOfOneService() throws Exception {
        bench = new RouteBench(folder);
        source = bench.source;
        destination = bench.destination;
        copies(false);
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
        assertThat(source.closed.get()).as("contents closed").isEqualTo(source.opened.get());
    }

    private void copies(boolean always) {
        bench.serviceCopies(new CopyPolicy(true, always, "from", false, false, 8 * MIB, 5 * MIB, clock::get));
    }

    private void refuse(String which) {
        destination.when((operation, key) -> {
            if (operation.equals(which)) {
                throw new DeniedException("COPY " + key + ": 403 AccessDenied", 403, "AccessDenied");
            }
        });
    }

    @Test
    void aCopyIsOneRequestAndNoByteIsRead() throws Exception {
        source.with("a", "text");
        bench.start().work(bench.message("a"));
        assertThat(destination.text("a")).isEqualTo("text");
        assertThat(source.log).isEmpty();
        assertThat(destination.log).containsExactly("copy a", "copied a");
        String etag = MemoryStore.md5("text".getBytes(StandardCharsets.UTF_8));
        assertThat(bench.record())
                .containsEntry("JobStatus", "DONE")
                .containsEntry("Size", 4L)
                .containsEntry("Etag", etag)
                .containsEntry("SourceEtag", etag)
                .containsEntry("Attempts", 1);
        assertThat(bench.progress.now().movedBytes()).isEqualTo(4);
    }

    @Test
    void aMessageWithoutAnEtagCannotBeHeldToAVersionAndIsStreamed() throws Exception {
        source.with("a", "text");
        bench.start().work(new ObjectMessage("a", 4, "", null));
        assertThat(destination.log).containsExactly("put a");
    }

    @Test
    void whatTheServiceRefusesIsStreamedInTheSameAttempt() throws Exception {
        source.with("a", "text").with("b", MemoryStore.noise(7 * MIB));
        refuse("copy");
        bench.start().work(bench.message("a"));
        assertThat(destination.text("a")).isEqualTo("text");
        assertThat(destination.log).containsExactly("copy a", "put a");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE").containsEntry("Attempts", 1);
        bench.work(bench.message("b"));
        assertThat(destination.bytes("b")).isEqualTo(MemoryStore.noise(7 * MIB));
        assertThat(destination.log).contains("part 1 b", "part 2 b", "complete b");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE").containsEntry("Parts", 2);
    }

    @Test
    void whatIsRefusedOnceIsTriedAgainByStreamingOnly() throws Exception {
        source.with("a", "text");
        refuse("copy");
        AtomicInteger puts = new AtomicInteger();
        destination.when((operation, key) -> {
            if (operation.equals("put") && puts.incrementAndGet() <= RETRIES) {
                throw new TransientException("broken");
            }
        });
        bench.start().work(bench.message("a"));
        assertThat(destination.log).containsExactly("copy a", "put a", "put a", "put a", "put a");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE").containsEntry("Attempts", RETRIES + 1);
    }

    @Test
    void aServiceThatDoesNotKnowCopiesIsStreamedTo() throws Exception {
        source.with("a", "text");
        destination.when((operation, key) -> {
            if (operation.equals("copy")) {
                throw new InvalidException("COPY a: 501 NotImplemented", 501, "NotImplemented");
            }
        });
        bench.start().work(bench.message("a"));
        assertThat(destination.log).containsExactly("copy a", "put a");
    }

    @Test
    void aBucketThatIsNotThereFailsAsWhatItIs() throws Exception {
        source.with("a", "text");
        destination.when((operation, key) -> {
            throw new InvalidException("COPY a: no such bucket", 404, "NoSuchBucket");
        });
        bench.start().work(bench.message("a"));
        assertThat(destination.log).containsExactly("copy a");
        assertThat(bench.record())
                .containsEntry("JobStatus", "ERROR")
                .containsEntry("Error", "Invalid: COPY a: no such bucket");
    }

    @Test
    void whereTheJobSaysAlwaysARefusalIsAFailure() throws Exception {
        copies(true);
        source.with("a", "text").with("large", LARGE);
        refuse("copy");
        refuse("copy part 2");
        bench.start().work(bench.message("a"));
        assertThat(destination.log).containsExactly("copy a");
        assertThat(bench.record())
                .containsEntry("JobStatus", "ERROR")
                .containsEntry("Error", "Denied: COPY a: 403 AccessDenied");
        bench.work(bench.message("large"));
        assertThat(destination.log).contains("abort large").noneMatch(line -> line.startsWith("part"));
        assertThat(bench.record())
                .containsEntry("JobStatus", "ERROR")
                .containsEntry("Error", "Denied: COPY large: 403 AccessDenied");
        assertThat(destination.isEmpty()).isTrue();
    }

    @Test
    void aPassingFailureIsTriedAgainAsACopy() throws Exception {
        source.with("a", "text");
        AtomicInteger failures = new AtomicInteger();
        destination.when((operation, key) -> {
            if (operation.equals("copied") && failures.incrementAndGet() == 1) {
                throw new TransientException("the answer is lost");
            }
        });
        bench.start().work(bench.message("a"));
        assertThat(destination.log).containsExactly("copy a", "copied a", "copy a", "copied a");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE").containsEntry("Attempts", 2);
    }

    @Test
    void aCopyThatFailsAgainIsStreamed() throws Exception {
        source.with("a", "text");
        destination.when((operation, key) -> {
            if (operation.equals("copy")) {
                throw new TransientException("the store was silent for too long");
            }
        });
        bench.start().work(bench.message("a"));
        assertThat(destination.log).containsExactly("copy a", "copy a", "put a");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE").containsEntry("Attempts", 3);
    }

    @Test
    void aCopyThatFailsAgainStaysACopyWhereTheJobSaysAlways() throws Exception {
        copies(true);
        source.with("a", "text");
        destination.when((operation, key) -> {
            if (operation.equals("copy")) {
                throw new TransientException("the store was silent for too long");
            }
        });
        bench.start().work(bench.message("a"));
        assertThat(destination.log).hasSize(1 + RouteBench.RETRIES).containsOnly("copy a");
        assertThat(bench.record()).containsEntry("JobStatus", "ERROR");
    }

    @Test
    void anObjectThatWasOverwrittenIsLookedAtAndCopiedInItsNewVersion() throws Exception {
        source.with("a", "old");
        ObjectMessage message = bench.message("a");
        source.with("a", "newer");
        bench.start().work(message);
        assertThat(destination.text("a")).isEqualTo("newer");
        assertThat(source.log).as("was it changed, and to what").containsExactly("head a", "head a");
        assertThat(destination.log).containsExactly("copy a", "copy a", "copied a");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE").containsEntry("Size", 5L);
    }

    @Test
    void anObjectIsGoneOnlyWhenTheSourceSaysSoToo() throws Exception {
        source.with("a", "text");
        ObjectMessage message = bench.message("a");
        source.delete("a");
        source.log.clear();
        bench.start().work(message);
        assertThat(source.log).containsExactly("head a");
        assertThat(destination.log).containsExactly("copy a");
        assertThat(bench.record()).containsEntry("JobStatus", "CANCEL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "large"})
    void aServiceThatFindsNothingToCopyDoesNotMakeAnObjectGone(String key) throws Exception {
        source.with("a", "text");
        source.with("large", LARGE);
        destination.when((operation, copied) -> {
            if (operation.startsWith("copy")) {
                throw new InvalidException("COPY: 404 NoSuchKey", 404, "NoSuchKey");
            }
        });
        bench.start().work(bench.message(key));
        assertThat(source.log).contains("head " + key);
        // If the service doesn't find an object that exists, the worker finally streams it.
        assertThat(destination.bytes(key)).isEqualTo(source.bytes(key));
        assertThat(bench.record()).containsEntry("JobStatus", "DONE");
    }

    @Test
    void whereEtagsCannotBeComparedBothSidesAreLookedAt() throws Exception {
        source.with("a", "text");
        destination.opaqueEtags();
        bench.start().work(bench.message("a"));
        assertThat(destination.log).containsExactly("copy a", "copied a", "head a");
        assertThat(source.log).containsExactly("head a");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE");
    }

    @Test
    void anObjectOverwrittenWhileItWasCopiedIsCopiedAgain() throws Exception {
        source.with("a", "old");
        destination.opaqueEtags();
        AtomicInteger copied = new AtomicInteger();
        destination.when((operation, key) -> {
            if (operation.equals("copied") && copied.incrementAndGet() == 1) {
                source.with("a", "new");
            }
        });
        bench.start().work(bench.message("a"));
        assertThat(destination.text("a")).isEqualTo("new");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE").containsEntry("Attempts", 2);
    }

    @Test
    void aCopyThatHasAnotherSizeIsReplacedByStreaming() throws Exception {
        source.with("a", "text");
        destination.opaqueEtags();
        destination.when((operation, key) -> {
            if (operation.equals("copied")) {
                destination.with("a", "");
            }
        });
        bench.start().work(bench.message("a"));
        assertThat(destination.text("a")).isEqualTo("text");
        assertThat(destination.log).containsExactly("copy a", "copied a", "head a", "put a");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE");
    }

    @Test
    void aCopyThatIsDeletedAtOnceIsNoReasonToBelieveThatTheSourceIsGone() throws Exception {
        source.with("a", "text");
        destination.opaqueEtags();
        AtomicInteger copied = new AtomicInteger();
        destination.when((operation, key) -> {
            if (operation.equals("copied") && copied.incrementAndGet() == 1) {
                destination.delete("a");
            }
        });
        bench.start().work(bench.message("a"));
        assertThat(destination.text("a")).isEqualTo("text");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE").containsEntry("Attempts", 2);
    }

    @Test
    void aLargeObjectIsCopiedInPartsAndNoByteIsRead() throws Exception {
        source.with("large", LARGE);
        AtomicInteger failures = new AtomicInteger();
        AtomicLong underWay = new AtomicLong();
        destination.when((operation, key) -> {
            if (operation.equals("copy part 2") && failures.incrementAndGet() <= 2) {
                throw new TransientException("broken");
            } else if (operation.equals("complete")) {
                underWay.set(bench.progress.now().underWayBytes());
            }
        });
        bench.start().work(bench.message("large"));
        assertThat(destination.bytes("large")).isEqualTo(LARGE);
        // Before the first part, before the parts become an object, and after that.
        assertThat(source.log).containsExactly("head large", "head large", "head large");
        assertThat(destination.log)
                .contains("copy part 1 large", "copy part 3 large", "head large")
                .noneMatch(line -> line.startsWith("part"));
        assertThat(destination.log).filteredOn("copy part 2 large"::equals).hasSize(3);
        assertThat(bench.record())
                .containsEntry("JobStatus", "DONE")
                .containsEntry("Parts", 3)
                .containsEntry("Attempts", 1);
        assertThat(bench.progress.now().movedBytes()).isEqualTo(LARGE.length);
        assertThat(underWay.get()).as("before the object is complete").isEqualTo(LARGE.length);
        assertThat(bench.progress.now().underWayBytes()).isZero();
    }

    @Test
    void aRefusedPartAbortsTheUploadAndTheObjectIsStreamed() throws Exception {
        source.with("large", LARGE);
        refuse("copy part 1");
        refuse("copy part 2");
        bench.start().work(bench.message("large"));
        assertThat(destination.bytes("large")).isEqualTo(LARGE);
        assertThat(destination.log).filteredOn("create large"::equals).hasSize(2);
        assertThat(destination.log).filteredOn("abort large"::equals).hasSize(1);
        assertThat(destination.log).contains("part 1 large", "part 2 large", "part 3 large");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE").containsEntry("Attempts", 1);
    }

    @Test
    void anObjectOverwrittenBetweenItsCopiedPartsIsBegunAgain() throws Exception {
        source.with("large", LARGE);
        byte[] newer = MemoryStore.noise(11 * MIB);
        AtomicInteger once = new AtomicInteger();
        destination.when((operation, key) -> {
            if (operation.equals("copy part 2") && once.incrementAndGet() == 1) {
                source.with("large", newer);
            }
        });
        bench.start().work(bench.message("large"));
        assertThat(destination.bytes("large")).isEqualTo(newer);
        assertThat(destination.log).filteredOn("abort large"::equals).hasSize(1);
        assertThat(source.log).noneMatch(line -> line.startsWith("get"));
        assertThat(bench.record()).containsEntry("JobStatus", "DONE").containsEntry("Attempts", 2);
    }

    @Test
    void afterManyRefusalsInARowTheServiceIsLeftAloneForAWhile() throws Exception {
        refuse("copy");
        bench.start();
        for (int i = 0; i < 12; i++) {
            source.with("a" + i, "text");
            bench.work(bench.message("a" + i));
        }
        assertThat(destination.log).filteredOn(line -> line.startsWith("copy")).hasSize(10);
        assertThat(destination.log).filteredOn(line -> line.startsWith("put")).hasSize(12);
    }
}
