package dev.caravan.routes;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.flow.Transfers;
import dev.caravan.job.Fleet;
import dev.caravan.job.InvalidJobException;
import dev.caravan.job.Job;
import dev.caravan.job.JobReader;
import dev.caravan.job.Selection;
import dev.caravan.job.Settings;
import dev.caravan.job.WhenBusy;
import dev.caravan.local.LocalQueue;
import dev.caravan.local.LogLines;
import dev.caravan.local.MemoryStore;
import dev.caravan.message.AbortMessage;
import dev.caravan.message.DeleteMessage;
import dev.caravan.message.InvalidMessageException;
import dev.caravan.message.Message;
import dev.caravan.message.MessageCodec;
import dev.caravan.message.MessageReader;
import dev.caravan.message.ObjectMessage;
import dev.caravan.progress.Progress;
import dev.caravan.queue.JobQueue;
import dev.caravan.queue.QueueWorker;
import dev.caravan.queue.ReceiveFailures;
import dev.caravan.queue.RetryDelay;
import dev.caravan.queue.SendSteps;
import dev.caravan.record.dynamo.DynamoRecords;
import dev.caravan.store.Backoff;
import dev.caravan.store.DeniedException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import dev.caravan.transfer.FleetRecords;
import dev.caravan.transfer.QueueTimes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Tests the worker's routes with a queue of the real protocol. */
@Order(1)
class QueueRoutesIT {

    private static final int SLOTS = 4;
    private static final Job JOB = job();
    private static LocalQueue queue;

    @TempDir
    private Path folder;

    private RouteBench bench;
    private QueueWorker worker;

    @BeforeAll
    static void startQueue() {
        queue = LocalQueue.start();
    }

    @AfterAll
    static void stopQueue() {
        queue.close();
    }

    @BeforeEach
    void empty() throws Exception {
        for (String url : List.of(queue.url(), queue.deadLettersUrl())) {
            queue.client().purgeQueue(purge -> purge.queueUrl(url));
        }
        bench = new RouteBench(folder);
    }

    @AfterEach
    void close() throws Exception {
        // A receive request in progress would take the messages of the next test.
        worker.stopReceiving();
        // Ends the requests that wait for a message. Each request returns the message to the queue.
        queue.send("the end");
        assertThat(worker.awaitSettled(Duration.ofSeconds(20))).isTrue();
        bench.close();
        worker.close();
    }

    private void start(Duration visibilityTimeout) throws Exception {
        Fleet fleet = new Fleet(
                LocalQueue.NAME, "", "", "", "", WhenBusy.COMPARE, visibilityTimeout, Duration.ofSeconds(5), false, "");
        worker = new QueueWorker(
                queue.client(),
                JobQueue.find(queue.client(), LocalQueue.NAME),
                fleet,
                new RetryDelay(0, 0),
                SLOTS,
                LocalQueue.MAX_RECEIVES,
                new Progress().passing());
        bench.bind(worker.byName());
        bench.bind(new SendSteps(queue.url(), new Backoff(1, Duration.ZERO, Duration.ZERO)).byName());
        bench.bind("sqs", queue.client());
        bench.bind("receiveFailures", new ReceiveFailures());
        bench.bind("receivingClient", worker.receivingClient())
                .pool("slotPool", SLOTS)
                .property("caravan.queue", "sqs")
                .property("caravan.receives", "true")
                .property("caravan.find.to", "direct:enqueue")
                .property("caravan.receive.wait", "1")
                .property("caravan.queue.url", queue.url())
                .property("caravan.object.redeliveries", "0")
                .property("caravan.visibility-timeout", Long.toString(visibilityTimeout.toSeconds()));
        worker.start(new MessageReader(JOB, new Selection(JOB, List.of(), null)), null);
        bench.start(UnaryOperator.identity(), List.of("queue-sqs", "object", "multipart", "record"));
    }

    private static Job job() {
        try {
            return JobReader.read(
                    "s3://from", "s3://to", new Settings(Map.of(), Map.of(), Map.of("DEST_DELETE", "true"), Map.of()));
        } catch (InvalidJobException e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(Message message) {
        queue.send(MessageCodec.encode(message));
    }

    private void awaitEmptyQueue() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(queue.depth().all()).isZero());
    }

    @Test
    void whatTheQueueReportsOfAMessageReachesTheTransfer() throws Exception {
        List<QueueTimes> told = new CopyOnWriteArrayList<>();
        bench.route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:before-copy")
                        .errorHandler(noErrorHandler())
                        .process(exchange -> told.add(exchange.getProperty(Transfers.TIMES, QueueTimes.class)));
            }
        });
        start(Duration.ofSeconds(30));
        bench.source.with("key", "content");
        String text = MessageCodec.encode(bench.message("key"));
        long before = System.currentTimeMillis();
        send(bench.message("key"));
        awaitEmptyQueue();
        MessageAttributeValue reason = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue("Denied: 403")
                .build();
        queue.client()
                .sendMessage(message ->
                        message.queueUrl(queue.url()).messageBody(text).messageAttributes(Map.of("Reason", reason)));
        awaitEmptyQueue();
        assertThat(told).hasSize(2).allSatisfy(times -> {
            assertThat(times.sent()).isBetween(before, System.currentTimeMillis());
            assertThat(times.received()).isBetween(times.sent(), System.currentTimeMillis());
        });
        assertThat(told).extracting(QueueTimes::laidAside).containsExactly(false, true);
    }

    @Test
    void whatIsReceivedIsMovedRecordedAndDeleted() throws Exception {
        start(Duration.ofSeconds(30));
        for (int i = 0; i < 25; i++) {
            bench.source.with("key-" + i, "content " + i);
            send(bench.message("key-" + i));
        }
        awaitEmptyQueue();
        for (int i = 0; i < 25; i++) {
            assertThat(bench.destination.text("key-" + i)).isEqualTo("content " + i);
        }
        assertThat(bench.records)
                .hasSize(25)
                .allSatisfy(record ->
                        assertThat(record).containsEntry("JobStatus", "DONE").containsEntry("Attempts", 1));
        assertThat(queue.deadLetters().all()).isZero();
    }

    @Test
    void skippedMessageIsDeletedAndNoDeadLetter() throws Exception {
        bench.source.with("a", "text");
        bench.route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:before-copy").setHeader("CaravanSkip", constant("not wanted"));
            }
        });
        start(Duration.ofSeconds(30));
        send(bench.message("a"));
        awaitEmptyQueue();
        assertThat(bench.records)
                .singleElement()
                .satisfies(record ->
                        assertThat(record).containsEntry("JobStatus", "SKIPPED").containsEntry("Error", "not wanted"));
        assertThat(bench.destination.isEmpty()).isTrue();
        assertThat(queue.deadLetters().all()).isZero();
    }

    private static List<StoreException> refusalsOfAll() {
        return List.of(
                new DeniedException("PUT k: 403", 403, "AccessDenied"),
                new InvalidException("PUT k: no such bucket: to", 404, InvalidException.NO_BUCKET));
    }

    @ParameterizedTest
    @MethodSource("refusalsOfAll")
    void whileEverythingIsRefusedMessagesComeBackInsteadOfBecomingDeadLetters(StoreException refusal) throws Exception {
        AtomicBoolean denied = new AtomicBoolean(true);
        bench.destination.when((operation, key) -> {
            if (denied.get()) {
                throw refusal;
            }
        });
        int most = 3 * SLOTS;
        int all = most + 10;
        for (int i = 0; i < all; i++) {
            bench.source.with("k" + i, "text");
            send(new ObjectMessage("k" + i, 4, "", null));
        }
        start(Duration.ofSeconds(30));
        await().until(() -> worker.slots().fuse().failures() >= 2 * SLOTS);
        await().until(() -> queue.deadLetters().all() >= 2 * SLOTS);
        denied.set(false);
        awaitEmptyQueue();
        assertThat(queue.deadLetters().all()).isBetween(2 * SLOTS, most);
        assertThat(bench.records)
                .filteredOn(record -> "DONE".equals(record.get("JobStatus")))
                .hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void whatFailsForAWhileComesBackUntilTheFifthFailureIsRecordedAndMovedToTheDeadLetters() throws Exception {
        bench.source.with("a", "text");
        bench.source.when((operation, key) -> {
            throw new TransientException("GET a: 500", 500, "InternalError");
        });
        send(new ObjectMessage("a", 4, "", null));
        try (LogLines log = new LogLines()) {
            start(Duration.ofSeconds(30));
            awaitEmptyQueue();
            assertThat(log.all())
                    .filteredOn(line -> line.startsWith("will be tried again "))
                    .singleElement()
                    .asString()
                    .endsWith(": \"a\": Transient: GET a: 500");
        }
        assertThat(bench.source.log).hasSize(LocalQueue.MAX_RECEIVES);
        assertThat(bench.records)
                .singleElement()
                .satisfies(record -> assertThat(record)
                        .containsEntry("JobStatus", "ERROR")
                        .containsEntry("Attempts", LocalQueue.MAX_RECEIVES)
                        .containsEntry("Error", "Transient: GET a: 500"));
        assertThat(queue.peekDeadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.body()).contains("\"key\":\"a\"");
            assertThat(letter.messageAttributes().get("Reason").stringValue()).isEqualTo("Transient: GET a: 500");
        });
    }

    @Test
    void aSourceThatHasLittleOfWhatWasListedIsReportedOnce() throws Exception {
        for (int i = 0; i < 12; i++) {
            send(new ObjectMessage("gone" + i, 4, "", null));
        }
        try (LogLines log = new LogLines()) {
            start(Duration.ofSeconds(30));
            awaitEmptyQueue();
            assertThat(log.all())
                    .filteredOn(line -> line.contains("objects were listed, but the source doesn't have them"))
                    .hasSize(1);
        }
        assertThat(bench.progress.now().failed()).isZero();
    }

    @Test
    void whatFailsTwiceIsDoneTheThirdTimeAndItsRecordCountsThem() throws Exception {
        bench.source.with("a", "text");
        AtomicInteger gets = new AtomicInteger();
        bench.source.when((operation, key) -> {
            if (gets.incrementAndGet() < 3) {
                throw new TransientException("GET a: 500", 500, "InternalError");
            }
        });
        send(new ObjectMessage("a", 4, "", null));
        start(Duration.ofSeconds(30));
        awaitEmptyQueue();
        assertThat(bench.destination.text("a")).isEqualTo("text");
        assertThat(bench.records)
                .singleElement()
                .satisfies(record ->
                        assertThat(record).containsEntry("JobStatus", "DONE").containsEntry("Attempts", 3));
        assertThat(queue.deadLetters().all()).isZero();
    }

    @Test
    void partsThatAreThereAreNotSentAgainWhenTheMessageComesBack() throws Exception {
        bench.source.with("big", MemoryStore.noise(12 << 20));
        AtomicInteger tries = new AtomicInteger();
        bench.destination.when((operation, key) -> {
            if (operation.equals("part 2") && tries.incrementAndGet() <= 1 + RouteBench.RETRIES) {
                throw new TransientException("PART 2: 500", 500, "InternalError");
            }
        });
        send(bench.message("big"));
        start(Duration.ofSeconds(30));
        awaitEmptyQueue();
        assertThat(bench.destination.bytes("big")).isEqualTo(bench.source.bytes("big"));
        assertThat(bench.destination.log)
                .containsOnlyOnce("create big")
                .containsOnlyOnce("part 1 big")
                .doesNotContain("abort big");
        assertThat(bench.record()).containsEntry("JobStatus", "DONE").containsEntry("Attempts", 2);
    }

    @Test
    void credentialsThatAreRefusedBringTheMessageBack() throws Exception {
        bench.source.with("a", "text");
        AtomicInteger gets = new AtomicInteger();
        bench.source.when((operation, key) -> {
            if (gets.incrementAndGet() < 3) {
                throw DeniedException.ofCaller("GET a: 403 ExpiredToken", 403, "ExpiredToken");
            }
        });
        send(new ObjectMessage("a", 4, "", null));
        start(Duration.ofSeconds(30));
        awaitEmptyQueue();
        assertThat(bench.destination.text("a")).isEqualTo("text");
        assertThat(queue.deadLetters().all()).isZero();
    }

    @Test
    void whatIsNoUseIsMovedToTheDeadLettersAtOnce() throws Exception {
        bench.source.with("a", "text");
        bench.destination.when((operation, key) -> {
            throw new DeniedException("PUT a: 403 AccessDenied", 403, "AccessDenied");
        });
        send(bench.message("a"));
        start(Duration.ofSeconds(30));
        awaitEmptyQueue();
        assertThat(bench.destination.log).containsExactly("put a");
        assertThat(bench.record()).containsEntry("JobStatus", "ERROR");
        assertThat(queue.deadLetters().all()).isEqualTo(1);
    }

    @Test
    void anUnreadableMessageIsRecordedAndMovedToTheDeadLettersAndStopsNobody() throws Exception {
        queue.send("{\"key\":");
        bench.source.with("a", "text");
        send(bench.message("a"));
        start(Duration.ofSeconds(30));
        awaitEmptyQueue();
        assertThat(bench.destination.text("a")).isEqualTo("text");
        assertThat(queue.peekDeadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.body()).isEqualTo("{\"key\":");
            assertThat(letter.messageAttributes().get("Reason").stringValue()).contains("not JSON");
        });
        assertThat(bench.records)
                .filteredOn(record -> record.get("JobStatus").equals("ERROR"))
                .singleElement()
                .satisfies(record -> assertThat(record.get("Error").toString()).contains("not JSON"));
    }

    /** A message of an upload that disagrees with the record is invalid too, although it can be read. */
    @Test
    void aMessageThatAStepFindsToBeNoneIsRecordedAndMovedToTheDeadLettersAtOnce() throws Exception {
        send(new AbortMessage("a", "u", ""));
        bench.route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:fleet-step").errorHandler(noErrorHandler()).process(exchange -> {
                    throw new InvalidMessageException("not as on record");
                });
            }
        });
        start(Duration.ofSeconds(30));
        awaitEmptyQueue();
        assertThat(queue.peekDeadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(
                                letter.messageAttributes().get("Reason").stringValue())
                        .isEqualTo("InvalidMessage: not as on record"));
        assertThat(bench.record().get("ObjectKey").toString()).contains("message ");
    }

    @Test
    void aMessageWithoutARecordIsNotDone() throws Exception {
        AtomicInteger writes = new AtomicInteger();
        bench.writeRecord(exchange -> {
            if (writes.incrementAndGet() <= 1 + RouteBench.RETRIES) {
                throw new IllegalStateException("the table is away");
            }
        });
        bench.source.with("a", "text");
        send(bench.message("a"));
        start(Duration.ofSeconds(30));
        awaitEmptyQueue();
        assertThat(writes).hasValue(2 + RouteBench.RETRIES);
        assertThat(bench.source.log).containsExactly("get a", "get a");
        assertThat(queue.deadLetters().all()).isZero();
    }

    @Test
    void whatTheTableCannotBeAskedComesBack() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        DynamoDbClient table = new DynamoDbClient() {
            @Override
            public UpdateItemResponse updateItem(UpdateItemRequest request) {
                if (asked.incrementAndGet() == 1) {
                    throw SdkClientException.create("the table is away");
                }
                return UpdateItemResponse.builder().build();
            }

            @Override
            public String serviceName() {
                return "dynamodb";
            }

            @Override
            public void close() {}
        };
        FleetRecords records = new FleetRecords(new DynamoRecords(table, "records"));
        bench.claims(records::claim);
        bench.destination.with("a", "text");
        send(new DeleteMessage("a", "0A"));
        start(Duration.ofSeconds(30));
        awaitEmptyQueue();
        assertThat(asked).hasValue(2);
        assertThat(bench.destination.isEmpty()).isTrue();
        assertThat(bench.record()).containsEntry("JobStatus", "DELETED").containsEntry("Attempts", 2);
        assertThat(queue.deadLetters().all()).isZero();
    }

    @Test
    void aMessageOfSeveralObjectsIsMovedToTheDeadLettersOnlyWhenAllOthersAreDone() throws Exception {
        AtomicInteger gets = new AtomicInteger();
        for (String key : List.of("never", "later", "now")) {
            bench.source.with(key, "text");
        }
        bench.source.when((operation, key) -> {
            if (key.equals("later") && gets.incrementAndGet() < 3) {
                throw new TransientException("GET later: 500", 500, "InternalError");
            }
        });
        bench.destination.when((operation, key) -> {
            if (key.equals("never")) {
                throw new DeniedException("PUT never: 403 AccessDenied", 403, "AccessDenied");
            }
        });
        queue.send("{\"Records\":[" + created("never") + "," + created("later") + "," + created("now") + "]}");
        start(Duration.ofSeconds(30));
        awaitEmptyQueue();
        assertThat(gets).hasValue(3);
        assertThat(bench.destination.text("later")).isEqualTo("text");
        assertThat(bench.destination.text("now")).isEqualTo("text");
        assertThat(queue.peekDeadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(
                                letter.messageAttributes().get("Reason").stringValue())
                        .isEqualTo("Denied: PUT never: 403 AccessDenied"));
    }

    @Test
    void unreadableEventOfSeveralBecomesADeadLetterAndTheOthersAreDone() throws Exception {
        bench.source.with("a", "text");
        bench.source.with("b", "text");
        String text = "{\"Records\":[" + created("a") + ",{\"eventName\":7,\"s3\":{}}," + created("b") + "]}";
        queue.send(text);
        start(Duration.ofSeconds(30));
        awaitEmptyQueue();
        assertThat(bench.destination.text("a")).isEqualTo("text");
        assertThat(bench.destination.text("b")).isEqualTo("text");
        assertThat(queue.peekDeadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.body()).isEqualTo(text);
            assertThat(letter.messageAttributes().get("Reason").stringValue())
                    .isEqualTo("InvalidMessage: eventName: not text");
        });
        assertThat(bench.records)
                .extracting(record -> record.get("JobStatus"))
                .containsExactlyInAnyOrder("DONE", "DONE", "ERROR");
    }

    /** The failing step is a user's own step in the route. */
    @Test
    void failureOfAStepOfTheRouteIsOneLineAndItsMessageComesBack() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        bench.route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:fleet-step").errorHandler(noErrorHandler()).process(exchange -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IllegalStateException("no such topic");
                    }
                    throw new InvalidMessageException("the end of the test");
                });
            }
        });
        send(new AbortMessage("a", "u", ""));
        try (LogLines log = new LogLines()) {
            start(Duration.ofSeconds(30));
            awaitEmptyQueue();
            assertThat(log.all())
                    .containsOnlyOnce("a step of the route receive failed, the message returns to the queue:"
                            + " IllegalStateException: no such topic")
                    .noneMatch(line -> line.contains("Error during processing"));
        }
        assertThat(calls).hasValue(2);
    }

    private static String created(String key) {
        return "{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"from\"},\"object\":{\"key\":\""
                + key + "\",\"size\":4}}}";
    }

    @Test
    void aMessageThatAsksForNothingIsDone() throws Exception {
        queue.send("{\"Records\":[]}");
        queue.send("{\"Event\":\"s3:TestEvent\"}");
        start(Duration.ofSeconds(30));
        awaitEmptyQueue();
        assertThat(bench.records).isEmpty();
        assertThat(queue.deadLetters().all()).isZero();
    }

    @Test
    void aSlowObjectStaysHiddenFromOthers() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        bench.source.with("a", "text");
        bench.source.when((operation, key) -> hold(slow));
        send(new ObjectMessage("a", 4, "", null));
        start(Duration.ofSeconds(2));
        // The time is longer than the visibility timeout: without a heartbeat the queue would deliver the message
        // again.
        await().during(Duration.ofSeconds(5))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(queue.depth().visible()).isZero());
        slow.countDown();
        awaitEmptyQueue();
        assertThat(bench.source.log).containsExactly("get a");
    }

    @Test
    void noMoreIsReceivedThanThereAreSlots() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        bench.source.when((operation, key) -> hold(slow));
        for (int i = 0; i < 20; i++) {
            bench.source.with("key-" + i, "text");
            send(new ObjectMessage("key-" + i, 4, "", null));
        }
        start(Duration.ofSeconds(30));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(bench.source.log).hasSize(SLOTS));
        assertThat(queue.depth()).isEqualTo(new LocalQueue.Depth(20 - SLOTS, SLOTS));
        slow.countDown();
        awaitEmptyQueue();
    }

    @Test
    void whatIsBegunIsFinishedAndTheRestGoesBackWhenReceivingStops() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        bench.source.when((operation, key) -> hold(slow));
        for (int i = 0; i < 20; i++) {
            bench.source.with("key-" + i, "text");
            send(new ObjectMessage("key-" + i, 4, "", null));
        }
        start(Duration.ofSeconds(30));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(bench.source.log).hasSize(SLOTS));
        worker.stopReceiving();
        assertThat(worker.awaitSettled(Duration.ofMillis(100))).isFalse();
        slow.countDown();
        assertThat(worker.awaitSettled(Duration.ofSeconds(10))).isTrue();
        worker.close();
        assertThat(bench.records).hasSize(SLOTS);
        assertThat(queue.depth()).isEqualTo(new LocalQueue.Depth(20 - SLOTS, 0));
    }

    @Test
    void whatCannotBeFinishedInTimeGoesBackAtOnce() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        bench.source.with("a", "text");
        bench.source.when((operation, key) -> hold(slow));
        send(new ObjectMessage("a", 4, "", null));
        start(Duration.ofSeconds(30));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(bench.source.log).hasSize(1));
        worker.stopReceiving();
        worker.giveBackAll();
        // A request in progress may receive the message again. It returns the message too.
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(queue.depth()).isEqualTo(new LocalQueue.Depth(1, 0)));
        slow.countDown();
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
