package dev.caravan.command;

import static dev.caravan.local.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.it.Histories;
import dev.caravan.local.Attributes;
import dev.caravan.local.Content;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.Interference.Mode;
import dev.caravan.local.LocalTable;
import dev.caravan.local.LogLines;
import dev.caravan.local.Operation;
import dev.caravan.queue.QueueDepth;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Tests a fleet that copies all versions of a bucket. The queue delivers messages twice and in any order. */
@Order(2)
@Timeout(120)
class FleetVersionsIT {

    @TempDir
    private Path folder;

    private FleetCloud cloud;

    @BeforeEach
    void start() {
        cloud = new FleetCloud(folder);
        cloud.destination.versioned();
        cloud.environment.put("VERSIONS", "all");
        cloud.environment.merge(
                "CARAVAN_JAVA_OPTS", " -Dcaravan.lease.held=3000 -Dcaravan.lease.renewal=400", String::concat);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private static String history(String key) {
        return "{\"type\":\"history\",\"key\":\"" + key + "\"}";
    }

    /** Waits until the queue has no messages, not even delayed ones, which wait until another worker releases a key. */
    private void awaitEmptyQueue() {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(100))
                .until(() ->
                        QueueDepth.of(cloud.queue.client(), cloud.queue.url()).all() == 0);
    }

    private void lease(String key, String owner, Instant until) {
        cloud.table
                .client()
                .updateItem(update -> update.tableName(LocalTable.NAME)
                        .key(Map.of("ObjectKey", AttributeValue.fromS(key)))
                        .updateExpression("SET HistoryOwner = :owner, HistoryUntil = :until")
                        .expressionAttributeValues(Map.of(
                                ":owner", AttributeValue.fromS(owner),
                                ":until", AttributeValue.fromN(Long.toString(until.toEpochMilli())))));
    }

    private long versionsWritten() {
        return cloud.to.requests().log(Operation.PUT).stream()
                        .filter(request -> request.status() == 200)
                        .count()
                + cloud.to.requests().count(Operation.DELETE)
                + cloud.to.requests().count(Operation.COMPLETE);
    }

    @Test
    void everyVersionIsCopiedOnceAndInItsOrderThoughMessagesComeTwiceAndInAnyOrder() throws Exception {
        List<String> keys = new ArrayList<>(Histories.keys(30));
        Histories.fill(cloud.source, 30, 5);
        cloud.environment.put("ATTEMPTS", "2");
        for (int i = 0; i < 3; i++) {
            cloud.source.put("flaky", "version " + i);
        }
        keys.add("flaky");
        // Each version fails once, so the message fails more often than a message is tried.
        AtomicInteger count = new AtomicInteger();
        cloud.to
                .faults()
                .add(Fault.on(Operation.PUT)
                        .key("flaky"::equals)
                        .request(request -> count.getAndIncrement() % 2 == 0)
                        .then(FaultAction.answer(500, "InternalError")));
        String found = cloud.find();
        assertThat(found).contains("31");
        List<String> again = new ArrayList<>();
        keys.forEach(key -> again.addAll(List.of(history(key), history(key))));
        Collections.shuffle(again, new Random(1));
        cloud.send(again);
        cloud.work();
        cloud.work();
        awaitEmptyQueue();
        Histories.assertSame(cloud.source, cloud.destination, keys);
        assertThat(versionsWritten()).isEqualTo(versions(keys));
        assertThat(cloud.queue.deadLetters().all()).isZero();
        assertThat(cloud.table.record("k1 +%")).doesNotContainKeys("HistoryOwner", "HistoryUntil");

        cloud.source.put("k3 +%", "newer");
        cloud.source.remove("k4 +%");
        cloud.source.put("k4 +%", "again");
        List<String> events = FleetEvents.messages(
                FleetEvents.Form.TOGETHER,
                List.of(
                        new FleetEvents.Event("source", "k4 +%", "e", 5, "03"),
                        new FleetEvents.Event("source", "k3 +%", "e", 5, "02"),
                        new FleetEvents.Event("source", "k4 +%", null, 0, "01")));
        cloud.send(List.of(events.get(0), events.get(0)));
        awaitEmptyQueue();
        Histories.assertSame(cloud.source, cloud.destination, keys);
        cloud.endWorkers();
        cloud.find();
        assertThat(cloud.queue.depth().all())
                .as("what is there is not queued again")
                .isZero();
    }

    private long versions(List<String> keys) {
        return keys.stream().mapToLong(key -> cloud.source.versions(key).size()).sum();
    }

    @Test
    void aWorkerGoesOnWhereADeadOneEndedWhenItsLeaseHasEnded() throws Exception {
        cloud.source.versioned();
        for (int i = 0; i < 4; i++) {
            cloud.source.put("a", "version " + i);
        }
        cloud.destination.put(
                "a",
                Content.of("version 0"),
                Attributes.NONE.withMetadata(
                        "caravan-version-id", cloud.source.versions("a").get(0).id()));
        Instant until = Instant.now().plusSeconds(2);
        lease("a", "a dead worker", until);
        AtomicLong first = new AtomicLong();
        cloud.to
                .faults()
                .add(Fault.on(Operation.PUT)
                        .then(FaultAction.before(() -> first.compareAndSet(0, System.currentTimeMillis()))));
        cloud.send(List.of(history("a")));
        cloud.work();
        awaitEmptyQueue();
        Histories.assertSame(cloud.source, cloud.destination, List.of("a"));
        assertThat(first.get()).isGreaterThanOrEqualTo(until.toEpochMilli());
        assertThat(cloud.to.requests().count(Operation.PUT)).isEqualTo(3);
        assertThat(cloud.table.attribute("a", "JobStatus")).isEqualTo("DONE");
    }

    @Test
    void aQueueThatTakesNoMessageForAWhileIsALineAndLosesNothing() throws Exception {
        cloud.source.versioned();
        List<String> keys = List.of("a", "b", "c");
        keys.forEach(key -> cloud.source.put(key, "version"));
        cloud.beforeQueue.only("SendMessage", Mode.DENY);
        cloud.send(List.of("{\"Records\":["
                + keys.stream()
                        .map(key -> "{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\",\"s3\":"
                                + "{\"bucket\":{\"name\":\"source\"},\"object\":{\"key\":\"" + key + "\",\"size\":7}}}")
                        .collect(Collectors.joining(","))
                + "]}"));
        try (LogLines log = new LogLines()) {
            cloud.work();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> log.all().toString().contains("will be tried again"));
            cloud.beforeQueue.all(Mode.PASS);
            awaitEmptyQueue();
            assertThat(log.all().toString())
                    .contains("\"a\": Transient: the queue took no message: AccessDeniedException")
                    .doesNotContain("DefaultErrorHandler", "Sqs2Consumer", "NotDone");
        }
        Histories.assertSame(cloud.source, cloud.destination, keys);
        assertThat(cloud.queue.deadLetters().all()).isZero();
    }

    @Test
    void aWorkerThatHasLostAKeyToAnotherWritesNothingMore() throws Exception {
        cloud.source.versioned();
        for (int i = 0; i < 4; i++) {
            cloud.source.put("a", "version " + i);
        }
        Queue<String> owners = new ConcurrentLinkedQueue<>();
        cloud.send(List.of(history("a")));
        try (Gate second = Gate.before(cloud.from, Fault.on(Operation.GET).skip(1))) {
            LocalWorker worker = cloud.work();
            second.awaitReached(worker::output);
            lease("a", "another worker", Instant.now().plusSeconds(3));
            await().atMost(Duration.ofMinutes(1)).until(() -> worker.output().contains("another worker copies"));
            cloud.to
                    .faults()
                    .add(Fault.on(Operation.PUT)
                            .then(FaultAction.before(() -> owners.add(cloud.table.attribute("a", "HistoryOwner")))));
        }
        awaitEmptyQueue();
        Histories.assertSame(cloud.source, cloud.destination, List.of("a"));
        assertThat(cloud.to.requests().count(Operation.PUT)).isEqualTo(4);
        assertThat(owners).hasSize(3).doesNotContain("another worker");
        assertThat(cloud.queue.deadLetters().all()).isZero();
    }

    @Test
    void theFailureOfAKeyWithoutMissingVersionsIsNoLongerOnRecordOnceItsMessageIsDone() {
        cloud.source.versioned();
        cloud.source.put("a", "version");
        cloud.environment.put("ATTEMPTS", "1");
        cloud.send(List.of(history("a")));
        cloud.work();
        awaitEmptyQueue();
        Fault refusal = Fault.on(Operation.LIST_VERSIONS).then(FaultAction.answer(500, "InternalError"));
        cloud.to.faults().add(refusal);
        cloud.send(List.of(history("a")));
        awaitEmptyQueue();
        assertThat(cloud.queue.deadLetters().all()).isEqualTo(1);
        assertThat(cloud.table.attribute("a", "JobStatus")).isEqualTo("ERROR");
        cloud.to.faults().remove(refusal);
        cloud.send(List.of(history("a")));
        awaitEmptyQueue();
        assertThat(cloud.table.record("a"))
                .containsEntry("JobStatus", AttributeValue.fromS("CANCEL"))
                .doesNotContainKeys("Error", "HistoryOwner", "HistoryUntil");
        assertThat(cloud.to.requests().count(Operation.PUT)).isEqualTo(1);
    }

    @Test
    void aVersionThatCannotBeCopiedKeepsLaterOnesBackAndIsOnRecord() throws Exception {
        cloud.source.versioned();
        for (int i = 0; i < 3; i++) {
            cloud.source.put("a", "version " + i);
            cloud.source.put("b", "version " + i);
        }
        cloud.destination.put("b", "of somebody else");
        Fault refusal = Fault.on(Operation.PUT).skip(1).then(FaultAction.answer(400, "InvalidRequest"));
        cloud.to.faults().add(refusal);
        cloud.send(List.of(history("a"), history("b")));
        cloud.work();
        awaitEmptyQueue();
        assertThat(cloud.destination.versions("a")).hasSize(1);
        assertThat(cloud.destination.versions("b")).hasSize(1);
        assertThat(cloud.queue.deadLetters().all()).isEqualTo(2);
        assertThat(cloud.table.attribute("a", "JobStatus")).isEqualTo("ERROR");
        assertThat(cloud.table.attribute("b", "Error")).contains("the order of the versions can't be kept");
        cloud.to.faults().remove(refusal);
        cloud.send(List.of(history("a")));
        awaitEmptyQueue();
        Histories.assertSame(cloud.source, cloud.destination, List.of("a"));
        assertThat(cloud.table.attribute("a", "JobStatus")).isEqualTo("DONE");
    }
}
