package dev.caravan.routes;

import static dev.caravan.local.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.caravan.component.Guarded;
import dev.caravan.component.ObjectStoreHeaders;
import dev.caravan.job.Limits;
import dev.caravan.job.Moment;
import dev.caravan.local.LogLines;
import dev.caravan.local.MemoryStore;
import dev.caravan.message.DeleteMessage;
import dev.caravan.message.InvalidMessageException;
import dev.caravan.message.Message;
import dev.caravan.message.ObjectMessage;
import dev.caravan.message.Readers;
import dev.caravan.message.S3Notification;
import dev.caravan.store.ByteRange;
import dev.caravan.store.DeniedException;
import dev.caravan.store.DigestException;
import dev.caravan.store.NotFoundException;
import dev.caravan.store.ObjectContent;
import dev.caravan.store.ObjectMetadata;
import dev.caravan.store.SendAgainException;
import dev.caravan.store.ThrottledException;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Tests the worker's routes with one message. */
@Timeout(60)
class WorkerRoutesTest {

    @TempDir
    private Path folder;

    private RouteBench bench;
    private MemoryStore source;
    private MemoryStore destination;

    @BeforeEach
    void twoEmptyStores() throws Exception {
        bench = new RouteBench(folder);
        source = bench.source;
        destination = bench.destination;
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
    }

    private void assertNothingIsOpen() {
        assertThat(source.closed.get()).isEqualTo(source.opened.get());
    }

    @Test
    void anObjectIsOneGetAndOnePut() throws Exception {
        source.with("a", "text");
        bench.start().work(bench.message("a"));
        assertThat(destination.text("a")).isEqualTo("text");
        assertThat(source.log).containsExactly("get a");
        assertThat(source.announced).containsExactly(4L);
        assertThat(destination.log).containsExactly("put a");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE").containsEntry("Attempts", 1);
        assertNothingIsOpen();
    }

    @Test
    void aKeyThatTheDestinationsPrefixMakesTooLongIsRefusedBeforeAnyRequest() throws Exception {
        String key = "k".repeat(1025);
        source.with(key, "text");
        bench.start();
        bench.work(bench.message(key));
        assertThat(bench.record()).containsEntry("JobStatus", "ERROR");
        assertThat(bench.record().get("Error").toString()).contains("1025 bytes");
        bench.work(new DeleteMessage(key));
        assertThat(source.log).isEmpty();
        assertThat(destination.log).isEmpty();
        assertThat(bench.progress.now().failed()).isEqualTo(2);
    }

    @Test
    void everyAttemptReadsAgain() throws Exception {
        source.with("a", "a text of some length");
        AtomicInteger puts = new AtomicInteger();
        destination.when((operation, key) -> {
            if (operation.equals("put half") && puts.incrementAndGet() < 3) {
                throw new TransientException("broken");
            }
        });
        bench.start().work(bench.message("a"));
        assertThat(destination.text("a")).isEqualTo("a text of some length");
        assertThat(source.log).containsExactly("get a", "get a", "get a");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE").containsEntry("Attempts", 3);
        assertNothingIsOpen();
    }

    @Test
    void whatIsToBeSentInAnotherFormDoesNotGoBackToTheQueue() throws Exception {
        source.with("a", "text");
        AtomicInteger puts = new AtomicInteger();
        destination.when((operation, key) -> {
            if (operation.equals("put") && puts.incrementAndGet() == 1) {
                throw new SendAgainException("PUT a: not confirmed", 200, "", null);
            }
        });
        bench.property("caravan.object.redeliveries", "0")
                .property("caravan.redeliveries", "0")
                .property("caravan.form.redeliveries", "2")
                .start()
                .receive("direct:object", bench.message("a"), 1, 5);
        assertThat(destination.text("a")).isEqualTo("text");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE");
        assertNothingIsOpen();
    }

    private static final String[] CHANGED = {"- setBody: { id: change, simple: \"${bodyAs(String)} changed\" }"};

    @ParameterizedTest
    @ValueSource(strings = {"check-object", "object-to-destination", "put-object"})
    void aStepOfTheUsersChangesTheBytesAndNothingElse(String place) throws Exception {
        ObjectMetadata metadata = new ObjectMetadata(
                Map.of("content-type", "text/plain", "content-language", "de"), Map.of("a", "b"), Map.of());
        source.with("a", "grün", metadata);
        bench.start(yaml -> RouteBench.before(yaml, place, CHANGED)).work(bench.message("a"));
        assertThat(destination.text("a")).isEqualTo("grün changed");
        assertThat(destination.metadata("a")).isEqualTo(metadata);
        // The ETags differ because the route changes the bytes. So the worker checks that the source is unchanged.
        assertThat(source.log).containsExactly("get a", "head a");
        assertThat(destination.log).containsExactly("put a");
        assertThat(bench.record())
                .containsEntry("JobStatus", "DONE")
                .containsEntry("Attempts", 1)
                .containsEntry("Etag", MemoryStore.md5("grün changed".getBytes(StandardCharsets.UTF_8)))
                .containsEntry("SourceEtag", MemoryStore.md5("grün".getBytes(StandardCharsets.UTF_8)));
        assertNothingIsOpen();
    }

    @Test
    void whatWasLearnedOfTheSourcesMd5IsNotExpectedOfChangedBytes() throws Exception {
        source.with("a", "text");
        AtomicInteger puts = new AtomicInteger();
        destination.when((operation, key) -> {
            if (operation.equals("put") && puts.incrementAndGet() == 1) {
                throw new DigestException("PUT a: ETag differs", 200, "", MemoryStore.md5(new byte[9]));
            }
        });
        bench.start(yaml -> RouteBench.before(yaml, "put-object", CHANGED)).work(bench.message("a"));
        assertThat(destination.text("a")).isEqualTo("text changed");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE").containsEntry("Attempts", 2);
    }

    @Test
    void whatPassesComesBackAlsoWhereAStepOfTheUsersWrapsIt() throws Exception {
        source.with("a", "text");
        AtomicInteger reads = new AtomicInteger();
        bench.bind("reads", (Processor) exchange -> {
            if (reads.incrementAndGet() == 1) {
                throw new IOException("broken", new TransientException("broken"));
            }
        });
        bench.property("caravan.object.redeliveries", "0")
                .start(yaml -> RouteBench.before(yaml, "put-object", "- process: {id: reads, ref: reads}"));
        ObjectMessage message = bench.message("a");
        bench.receive("direct:object", message, 1, 5);
        assertThat(bench.records).isEmpty();
        bench.receive("direct:object", message, 2, 5);
        assertThat(destination.text("a")).isEqualTo("text");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE");
        assertNothingIsOpen();
    }

    private static String[] streamOf(String length) {
        return new String[] {
            "- setHeader: { id: length, name: CaravanContentLength, simple: \"" + length + "\" }",
            "- convertBodyTo: { id: stream, type: java.io.InputStream }"
        };
    }

    @Test
    void aStreamWithItsLengthIsSent() throws Exception {
        source.with("a", "text");
        bench.start(yaml -> RouteBench.before(yaml, "put-object", streamOf("${header.CaravanInfo.size}")))
                .work(bench.message("a"));
        assertThat(destination.text("a")).isEqualTo("text");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE");
        assertNothingIsOpen();
    }

    @ParameterizedTest
    @CsvSource({"3, but it is longer than that", "0, but it is longer than that", "5, but it ended after 4 bytes"})
    void aStreamOfAnotherLengthStoresNothing(String length, String how) throws Exception {
        source.with("a", "text");
        bench.start(yaml -> RouteBench.before(yaml, "put-object", streamOf(length)))
                .work(bench.message("a"));
        assertThat(bench.record()).containsEntry("JobStatus", "ERROR").containsEntry("Attempts", 1);
        assertThat((String) bench.record().get("Error"))
                .isEqualTo("Invalid: the body should have " + length + " bytes, " + how);
        assertThat(destination.isEmpty()).isTrue();
        assertNothingIsOpen();
    }

    @Test
    void aBodyThatIsNoContentIsRefusedInOneLine() throws Exception {
        source.with("a", "text");
        bench.start(yaml -> RouteBench.before(yaml, "put-object", "- setBody: { id: date, simple: \"${date:now}\" }"))
                .work(bench.message("a"));
        assertThat((String) bench.record().get("Error"))
                .contains("can't send a body of the class java.util.Date")
                .contains("CaravanContentLength");
        assertThat(destination.isEmpty()).isTrue();
    }

    @Test
    void whatFailsForAWhileIsTriedSoOftenAndNoMore() throws Exception {
        source.with("a", "text");
        source.when((operation, key) -> {
            throw new ThrottledException("GET a: 503 SlowDown", 503, "SlowDown");
        });
        ObjectMessage message = new ObjectMessage("a", 4, "", null);
        Exchange done = bench.start().work(message);
        assertThat(source.log).hasSize(1 + RouteBench.RETRIES);
        assertThat(bench.record())
                .containsEntry("JobStatus", "ERROR")
                .containsEntry("Attempts", 1 + RouteBench.RETRIES)
                .containsEntry("Error", "Throttled: GET a: 503 SlowDown");
        assertThat(done.getException()).isNull();
        assertThat(bench.progress.now().failed()).isEqualTo(1);
    }

    @Test
    void whatIsNoUseIsTriedOnce() throws Exception {
        source.with("a", "text");
        destination.when((operation, key) -> {
            throw new DeniedException("PUT a: 403 AccessDenied", 403, "AccessDenied");
        });
        bench.start().work(bench.message("a"));
        assertThat(destination.log).containsExactly("put a");
        assertThat(bench.record())
                .containsEntry("JobStatus", "ERROR")
                .containsEntry("Error", "Denied: PUT a: 403 AccessDenied");
        assertNothingIsOpen();
    }

    @Test
    void anErrorOfJavaIsRecordedToo() throws Exception {
        source.with("a", "text");
        bench.bind("check", new Guarded(exchange -> {
            throw new StackOverflowError("deep");
        }));
        bench.start().work(bench.message("a"));
        assertThat(bench.record())
                .containsEntry("JobStatus", "ERROR")
                .containsEntry("Error", "IllegalStateException: java.lang.StackOverflowError: deep");
        assertNothingIsOpen();
    }

    @Test
    void anObjectThatIsGoneIsCancelled() throws Exception {
        bench.start().work(new ObjectMessage("gone", 4, "", null));
        assertThat(bench.record()).containsEntry("JobStatus", "CANCEL");
        assertThat(bench.progress.now().failed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"get a", "put a"})
    void a404ThatProvesNothingIsAFailure(String operation) throws Exception {
        source.with("a", "text");
        for (MemoryStore store : List.of(source, destination)) {
            store.when((called, key) -> {
                if (operation.equals(called + " " + key)) {
                    throw new NotFoundException("404 without an error code of the store", 404, "");
                }
            });
        }
        bench.start().work(bench.message("a"));
        assertThat(bench.record())
                .containsEntry("JobStatus", "ERROR")
                .containsEntry("Attempts", 1 + RouteBench.RETRIES)
                .containsEntry("Error", "NotFound: 404 without an error code of the store");
        assertThat(bench.progress.now().failed()).isEqualTo(1);
        assertThat(bench.progress.missing().gone()).isZero();
    }

    @Test
    void nothingIsDeletedWhereA404ProvesNothing() throws Exception {
        destination.with("extra", "x");
        source.when((operation, key) -> {
            throw new NotFoundException("HEAD extra: 404", 404, "");
        });
        bench.start().work(new DeleteMessage("extra"));
        assertThat(destination.text("extra")).isEqualTo("x");
        assertThat(destination.log).isEmpty();
        assertThat(bench.record()).containsEntry("JobStatus", "ERROR");
    }

    @Test
    void aRetryIsReportedWithItsReasonWhereThatIsWanted() throws Exception {
        Logger worker = (Logger) LoggerFactory.getLogger("dev.caravan.copy");
        worker.setLevel(Level.DEBUG);
        source.with("a\nb", "text");
        AtomicInteger puts = new AtomicInteger();
        destination.when((operation, key) -> {
            if (operation.equals("put") && puts.incrementAndGet() == 1) {
                throw new ThrottledException("PUT: 503", 503, "SlowDown");
            }
        });
        try (LogLines log = new LogLines(Level.DEBUG)) {
            bench.start().work(bench.message("a\nb"));
            assertThat(log.all())
                    .filteredOn(line -> line.startsWith("trying "))
                    .singleElement()
                    .asString()
                    .matches("trying \"a\\\\nb\" again after \\d+ ms: Throttled: PUT: 503 \\(SlowDown\\)");
        } finally {
            worker.setLevel(null);
        }
    }

    @Test
    void anOvertakenMessageIsLookedUpOnceAndThenTriedAsUsual() throws Exception {
        source.with("a", "old");
        ObjectMessage message = bench.message("a");
        source.with("a", "newer");
        AtomicInteger gets = new AtomicInteger();
        source.when((operation, key) -> {
            if (operation.equals("get") && gets.incrementAndGet() == 2) {
                throw new TransientException("broken");
            }
        });
        bench.start().work(message);
        assertThat(source.log).containsExactly("get a", "head a", "get a", "get a");
        assertThat(destination.text("a")).isEqualTo("newer");
        assertThat(bench.record()).containsEntry("Size", 5L).containsEntry("Attempts", 3);
        assertNothingIsOpen();
    }

    @Test
    void anObjectOverwrittenMeanwhileIsCopiedAgainWhereOnlyTimeCouldTell() throws Exception {
        source.opaqueEtags();
        source.with("a", "old");
        AtomicInteger puts = new AtomicInteger();
        destination.when((operation, key) -> {
            if (operation.equals("put half") && puts.incrementAndGet() == 1) {
                source.with("a", "new");
            }
        });
        bench.start().work(bench.message("a"));
        assertThat(source.log).containsExactly("get a", "head a", "head a", "get a", "head a");
        assertThat(destination.text("a")).isEqualTo("new");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE");
    }

    @Test
    void headersOfAStrangerAreNotHeeded() throws Exception {
        source.with("a", "text").with("secret", "s");
        ObjectMetadata foreign = new ObjectMetadata(Map.of("content-type", "x/y"), Map.of(), Map.of());
        bench.start()
                .work(
                        bench.message("a"),
                        Map.of(
                                ObjectStoreHeaders.KEY,
                                "secret",
                                ObjectStoreHeaders.IF_MATCH,
                                "nonsense",
                                ObjectStoreHeaders.RANGE,
                                new ByteRange(1, 1),
                                ObjectStoreHeaders.METADATA,
                                foreign,
                                "CaravanWay",
                                "delete",
                                "CaravanAsk",
                                true));
        assertThat(source.log).containsExactly("get a");
        assertThat(destination.log).containsExactly("put a");
        assertThat(destination.text("a")).isEqualTo("text");
        assertThat(destination.head("a").metadata()).isEqualTo(ObjectMetadata.NONE);
    }

    @Test
    void aMessageMayBeText() throws Exception {
        source.with("a", "text");
        bench.start().work("{\"key\":\"a\",\"size\":4}");
        assertThat(destination.text("a")).isEqualTo("text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"key\":\"\"}", "{\"type\":\"explode\",\"key\":\"a\"}"})
    void anUnreadableMessageStaysAFailureAndStopsNothing(String text) throws Exception {
        source.with("a", "text");
        Exchange poisoned = bench.start().work(text);
        assertThat(poisoned.getException()).isInstanceOf(InvalidMessageException.class);
        assertThat(bench.records).isEmpty();
        bench.work(bench.message("a"));
        assertThat(destination.text("a")).isEqualTo("text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${bean:type:java.lang.System?method=exit}",
                "$simple{sys.user.home}",
                "{{caravan.source}}",
                "{{no.such.property}}",
                "../a?operation=deleteObject&x=#y",
                "file:/etc/passwd",
                "line\nfeed \u0001 \uD83D\uDE00 e\u0301"
            })
    void aKeyIsNeverEvaluated(String key) throws Exception {
        source.with(key, "text");
        bench.start().work(bench.message(key));
        assertThat(destination.text(key)).isEqualTo("text");
        assertThat(bench.record()).containsEntry("ObjectKey", key);
    }

    @Test
    void aDeleteAsksTheSourceFirst() throws Exception {
        source.with("kept", "text");
        destination.with("kept", "text").with("extra", "text");
        bench.start().work(new DeleteMessage("kept"));
        assertThat(bench.record()).containsEntry("JobStatus", "CANCEL");
        bench.work(new DeleteMessage("extra"));
        assertThat(bench.record()).containsEntry("JobStatus", "DELETED");
        assertThat(destination.log).containsExactly("delete extra");
    }

    @ParameterizedTest
    @CsvSource({"PT2H,,SKIPPED, --newer-than", ",PT2H,DONE,", ",,DONE,"})
    void anObjectOfAnEventIsAskedForItsAgeWhereThatMatters(Duration newer, Duration older, String status, String option)
            throws Exception {
        // All objects of the store have a time in 1970.
        source.with("a", "text");
        bench.limits(new Limits(0, 10, age(newer), age(older), Set.of())).start();

        bench.work(new ObjectMessage("a", 4, source.head("a").etag(), null));

        assertThat(bench.record()).containsEntry("JobStatus", status);
        assertThat(bench.record().get("Error").toString()).isEqualTo(option == null ? "" : "left out by " + option);
        assertThat(source.log.stream().filter("head a"::equals)).hasSize(newer == null && older == null ? 1 : 2);
        assertThat(destination.log).isEqualTo(status.equals("DONE") ? List.of("put a") : List.of());
    }

    @Test
    void anObjectThatOutgrewItsLimitIsLeftOut() throws Exception {
        source.with("a", "short");
        bench.limits(new Limits(0, 10, null, null, Set.of())).start();
        Message message = bench.message("a");
        source.with("a", "longer than ten bytes");

        bench.work(message);

        assertThat(bench.record())
                .containsEntry("JobStatus", "SKIPPED")
                .containsEntry("Error", "left out by --max-size");
        assertThat(destination.log).isEmpty();
    }

    @Test
    void whatSomebodyAskedForByItsKeyFailsWhereItIsGone() throws Exception {
        bench.start().work(new ObjectMessage("a", 0, "", null).required());
        assertThat(bench.record()).containsEntry("JobStatus", "ERROR");
        assertThat(bench.progress.now().failed()).isEqualTo(1);
    }

    @Test
    void anObjectOfAStorageClassThatIsNotMovedIsLeftOut() throws Exception {
        source.with("a", "text");
        bench.limits(new Limits(0, 10, null, null, Set.of("STANDARD_IA"))).start();

        bench.work(new ObjectMessage("a", 4, source.head("a").etag(), null));

        assertThat(bench.record()).containsEntry("Error", "left out by --source-storage-class");
        assertThat(destination.log).isEmpty();
    }

    @Test
    void whatALimitLeavesOutIsNotDeleted() throws Exception {
        destination.with("large", "longer than ten bytes").with("small", "text");
        bench.limits(new Limits(0, 10, null, null, Set.of())).start();

        bench.work(new DeleteMessage("large"));
        assertThat(bench.record())
                .containsEntry("JobStatus", "CANCEL")
                .containsEntry("Error", "left out by --max-size: not deleted");
        bench.work(new DeleteMessage("small"));
        assertThat(bench.record()).containsEntry("JobStatus", "DELETED");
        assertThat(destination.log).contains("delete small").doesNotContain("delete large");
    }

    private static Moment age(Duration age) {
        return age == null ? null : new Moment(null, age);
    }

    @Test
    void removalOfAnOldVersionDeletesNothing() throws Exception {
        source.with("a", "the newest version");
        destination.with("a", "the newest version");
        List<Message> messages = Readers.mirror()
                .read(S3Notification.of("ObjectRemoved:Delete", "a"))
                .messages();
        assertThat(messages).singleElement().isInstanceOf(DeleteMessage.class);
        bench.start().work(messages.get(0));
        assertThat(destination.text("a")).isEqualTo("the newest version");
        assertThat(destination.log).isEmpty();
        assertThat(bench.record()).containsEntry("JobStatus", "CANCEL");
    }

    @Test
    void nothingIsDeletedWhileTheSourceCannotBeAsked() throws Exception {
        destination.with("extra", "text");
        source.when((operation, key) -> {
            throw new DeniedException("HEAD extra: 403", 403, "AccessDenied");
        });
        bench.start().work(new DeleteMessage("extra"));
        assertThat(bench.record()).containsEntry("JobStatus", "ERROR");
        assertThat(destination.log).isEmpty();
    }

    @Test
    void aStepOfOnesOwnMayChangeTheBytes() throws Exception {
        source.with("a", "text that grows");
        bench.bind("upperCase", (Processor) exchange -> {
            ObjectContent content = exchange.getMessage().getBody(ObjectContent.class);
            String text = new String(content.stream().readAllBytes(), StandardCharsets.UTF_8);
            exchange.getMessage().setBody(text.toUpperCase(Locale.ROOT) + "!");
        });
        bench.start(text -> RouteBench.before(text, "check-object", "- process: { id: upper-case, ref: upperCase }"));
        bench.work(bench.message("a"));
        assertThat(destination.text("a")).isEqualTo("TEXT THAT GROWS!");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE");
        assertNothingIsOpen();
    }

    @Test
    void aStepOfOnesOwnThatFailsLeavesNothingOpen() throws Exception {
        source.with("a", "text");
        bench.bind("check", new Guarded(exchange -> {
            throw new IllegalStateException("my mistake");
        }));
        bench.start().work(bench.message("a"));
        assertThat(bench.record()).containsEntry("Error", "IllegalStateException: my mistake");
        assertThat(destination.log).isEmpty();
        assertNothingIsOpen();
    }

    @Test
    void everyMessageOfTheQueueIsSettledHoweverItEnds() throws Exception {
        List<Object> batch = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            source.with("k" + i, "text");
            batch.add(bench.message("k" + i));
        }
        batch.set(3, "poison");
        batch.set(4, new ObjectMessage("gone", 1, "", null));
        destination.when((operation, key) -> {
            if (key.equals("k5")) {
                throw new DeniedException("PUT", 403, "AccessDenied");
            } else if (key.equals("k6")) {
                throw new AssertionError("not foreseen");
            } else if (key.equals("k7")) {
                throw new TransientException("broken");
            }
        });
        bench.start().enqueue(batch);
        bench.ledger.awaitSettled(() -> false);
        assertThat(bench.progress.now().copied()).isEqualTo(15);
        assertThat(bench.progress.now().failed()).isEqualTo(4);
        assertNothingIsOpen();
    }

    @Test
    void aRecordThatCannotBeWrittenCountsAsAFailureAndSettles() throws Exception {
        source.with("a", "text");
        AtomicInteger writes = new AtomicInteger();
        bench.writeRecord(exchange -> {
            writes.incrementAndGet();
            throw new IllegalStateException("the disk is full");
        });
        bench.start().enqueue(List.of(bench.message("a")));
        bench.ledger.awaitSettled(() -> false);
        assertThat(bench.progress.now().failed()).isEqualTo(1);
        assertThat(bench.progress.now().copied()).isZero();
        assertThat(writes.get()).isEqualTo(1 + RouteBench.RETRIES);
    }

    @Test
    void afterAStopWhatWaitsIsDropped() throws Exception {
        source.with("a", "text");
        bench.start();
        bench.ledger.stop();
        bench.enqueue(List.of(bench.message("a"), bench.message("a")));
        bench.ledger.awaitSettled(() -> false);
        assertThat(destination.isEmpty()).isTrue();
        assertThat(bench.records).isEmpty();
    }
}
