package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.aws.ControlPlane;
import dev.caravan.command.run.ExitCode;
import dev.caravan.it.TwoStores.Result;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.LocalQueue;
import dev.caravan.local.LocalTable;
import dev.caravan.local.LocalTopic;
import dev.caravan.local.Operation;
import dev.caravan.local.Quirk;
import dev.caravan.record.Comparison;
import dev.caravan.record.FleetTotals;
import dev.caravan.record.dynamo.Comparisons;
import dev.caravan.record.dynamo.FinderLease;
import dev.caravan.record.dynamo.FleetItems;
import dev.caravan.record.dynamo.LeaseTerms;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** Tests the command {@code finder} between two stores, a queue and a table. */
@Timeout(120)
class FinderIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    private final TwoStores stores = new TwoStores();

    @RegisterExtension
    private final LocalFleet fleet = new LocalFleet();

    @Test
    void everyDifferenceIsOneMessageAndNothingElseIs() throws Exception {
        Set<String> different = new TreeSet<>();
        for (int i = 0; i < 137; i++) {
            String key = "a/%04d \u00fc".formatted(i);
            stores.from.put(key, "content " + i);
            if (i % 3 == 0) {
                different.add(key);
            } else {
                stores.to.put(key, "content " + i);
            }
        }
        stores.to.put("extra", "only there");

        Result result = finder();

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        List<JsonNode> messages = messages();
        assertThat(messages)
                .hasSize(different.size())
                .allMatch(message -> message.path("type").asText().equals("object"));
        assertThat(keys(messages)).containsExactlyElementsOf(different);
        assertThat(messages.get(0).path("etag").asText()).hasSize(32);
        assertThat(result.out())
                .contains("137 at the source, 92 at the destination")
                .contains("already there            91")
                .contains("sent                     46 objects")
                .contains("requests to the queue    5\n")
                .contains("only at the destination  1");
        assertThat(comparisons()).singleElement().satisfies(compared -> {
            assertThat(compared.outcome()).isEqualTo(Comparison.Outcome.COMPLETE);
            assertThat(compared.ended()).isGreaterThanOrEqualTo(compared.began());
            assertThat(List.of(
                            compared.onQueue(),
                            compared.sourceListed(),
                            compared.destinationListed(),
                            compared.same(),
                            compared.queued(),
                            compared.queuedBytes()))
                    .containsExactly(0L, 137L, 92L, 91L, 46L, 468L);
        });
        assertThat(leases()).as("the lease is released").isZero();
    }

    @Test
    void deletesAreSentWhereTheyAreAskedFor() {
        stores.from.put("same", "same");
        stores.to.put("same", "same");
        stores.to.put("extra", "only there");

        Result result = finder("--delete");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(fleet.takeAll()).containsExactly("{\"type\":\"delete\",\"key\":\"extra\"}");
        assertThat(result.out()).contains("deletes sent             1");
    }

    @Test
    void theKeysOfAListAreSentAndWhatIsMissingIsOne() throws Exception {
        stores.from.put("a", "x");
        stores.from.put("unlisted", "x");
        Path list = Files.writeString(stores.folder.resolve("keys"), "a\nmissing\n");

        Result result = finder("--keys-from", list.toString());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OBJECTS_FAILED);
        List<JsonNode> messages = messages();
        assertThat(keys(messages)).containsExactlyInAnyOrder("a", "missing");
        assertThat(messages).allMatch(message -> message.path("mustExist").asBoolean());
        assertThat(result.err()).contains("the source doesn't have 1 object");
    }

    @Test
    void aLimitCountsMessagesAndLeavesTheRest() {
        fill(30);

        Result result = finder("--max-objects", "7");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.LIMIT_REACHED);
        assertThat(fleet.takeAll()).hasSize(7);
        assertThat(result.err()).contains("ended by --max-objects; ");
        assertThat(finder("--max-bytes", "1").exitCode()).isEqualTo(ExitCode.LIMIT_REACHED);
        assertThat(fleet.takeAll()).hasSize(1);
    }

    @Test
    void whatMustNotBeOverwrittenIsNotSent() {
        stores.from.put("new", "1");
        stores.from.put("other", "12");
        stores.to.put("other", "1");

        Result result = finder("--immutable");

        assertThat(result.exitCode()).isEqualTo(ExitCode.OBJECTS_FAILED);
        assertThat(fleet.takeAll()).singleElement().asString().contains("\"new\"");
    }

    @Test
    void anInventoryThatLiesHereIsComparedInsteadOfAListing() throws Exception {
        stores.from.put("a", "x");
        Path folder = Files.createDirectories(stores.folder.resolve("2026-11-08T01-00Z"));
        Files.writeString(
                Files.createDirectories(stores.folder.resolve("data")).resolve("1.csv"),
                "\"from\",\"listed\",\"1\",\"2026-11-01T00:00:00.000Z\",\"etag\"\n");
        Path manifest = Files.writeString(
                folder.resolve("manifest.json"),
                "{\"sourceBucket\":\"from\",\"fileFormat\":\"CSV\",\"fileSchema\":\"Bucket, Key, Size, LastModifiedDate, ETag\","
                        + "\"files\":[{\"key\":\"inv/from/id/data/1.csv\"}]}");

        Result result = finder("--inventory", manifest.toString());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(keys(messages())).containsExactly("listed");
    }

    @Test
    void nothingDifferentIsNoRequestToTheQueue() {
        Result result = finder();

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).contains("sent                     0 objects").contains("the queue    0\n");
        assertThat(fleet.queue.depth().all()).isZero();
    }

    @Test
    void dryRunNeedsNeitherQueueNorTable() {
        stores.from.put("new", "content");

        Result result = stores.find("--dry-run", "--list");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).contains("would copy \"new\" 7: new\n", "would be copied          1 object, 7 B");
        assertThat(fleet.queue.depth().all()).isZero();
    }

    @Test
    void aLostPageIsAskedForAgainAndNothingIsSkipped() {
        fill(250);
        // The first request only checks that the bucket exists.
        Fault lost = stores.source
                .faults()
                .add(Fault.on(Operation.LIST).skip(2).times(2).then(FaultAction.answer(503, "SlowDown")));

        Result result = finder("--listers", "1");

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(lost.fired()).isEqualTo(2);
        assertThat(keys(messages())).hasSize(250);
    }

    @Test
    void aPageThatStaysLostFailsTheRunWithTheKeyReachedAndTheNextRunRepeatsIt() throws Exception {
        fill(250);
        stores.from.put("k00099\n\u001b[2J", "last of the first page, almost");
        Fault denied = stores.source
                .faults()
                .add(Fault.on(Operation.LIST).skip(2).then(FaultAction.answer(403, "AccessDenied")));

        Result failed = finder("--listers", "1");

        assertThat(failed.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(failed.err().lines().filter(line -> line.startsWith("caravan: ")))
                .singleElement()
                .asString()
                .contains("the listing failed after the key \"k00", "AccessDenied")
                .doesNotContain("\u001b");
        List<String> sent = keys(messages());
        assertThat(sent).as("what was found is worth moving").isNotEmpty().hasSizeLessThan(101);
        assertThat(leases()).as("the lease is released").isZero();
        assertThat(comparisons())
                .singleElement()
                .satisfies(compared -> assertThat(compared.error()).contains("AccessDenied"));

        stores.source.faults().remove(denied);
        assertThat(finder("--listers", "1").exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(comparisons())
                .extracting(Comparison::outcome)
                .containsExactly(Comparison.Outcome.COMPLETE, Comparison.Outcome.FAILED);
        assertThat(keys(messages())).hasSize(251).containsAll(sent);
    }

    @Test
    void aSecondFinderOfTheSameJobIsRefusedAndToldWhoCompares() throws Exception {
        stores.from.put("new", "content");
        try (ControlPlane aws = new ControlPlane(2);
                FinderLease lease =
                        FinderLease.take(aws, LocalTable.NAME, jobName("from", "to"), LeaseTerms.FINDER, () -> {})) {
            Result refused = finder();

            assertThat(refused.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
            assertThat(refused.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("caravan: another finder compares for this job: ")
                    .contains("process " + ProcessHandle.current().pid(), "since 20", "until 20");
            assertThat(fleet.queue.depth().all()).isZero();
            lease.requireKept();
        }
        assertThat(finder().exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(keys(messages())).containsExactly("new");
    }

    @Test
    void oneThatLosesItsLeaseBeforeTheFirstPageDoesNotSayThatThereIsNothing() throws Exception {
        stores.from.put("new", "content");
        stores.systemProperties.putAll(Map.of("caravan.lease.held", "12000", "caravan.lease.renewal", "1000"));
        CountDownLatch ended = new CountDownLatch(1);
        // The first request only checks that the bucket exists. The lease is taken after it.
        stores.source
                .faults()
                .add(Fault.on(Operation.LIST)
                        .skip(1)
                        .then(FaultAction.before(this::giveTheLeaseToAnother), FaultAction.before(() -> hold(ended))));

        Result result = finder();

        ended.countDown();
        assertThat(result.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .startsWith("caravan: the finder's lease is lost: it is held by another, since ");
        assertThat(fleet.takeAll()).isEmpty();
    }

    private static void hold(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveTheLeaseToAnother() {
        fleet
                .table
                .client()
                .scan(ScanRequest.builder().tableName(LocalTable.NAME).build())
                .items()
                .stream()
                .filter(item -> item.containsKey("LeaseOwner"))
                .forEach(lease -> fleet.table
                        .client()
                        .updateItem(update -> update.tableName(LocalTable.NAME)
                                .key(Map.of("ObjectKey", lease.get("ObjectKey")))
                                .updateExpression("SET LeaseOwner = :other")
                                .expressionAttributeValues(Map.of(":other", AttributeValue.fromS("another")))));
    }

    @Test
    void findersOfDifferentJobsDoNotMeet() throws Exception {
        try (ControlPlane aws = new ControlPlane(2);
                FinderLease other =
                        FinderLease.take(aws, LocalTable.NAME, jobName("from", "to/b"), LeaseTerms.FINDER, () -> {})) {
            assertThat(finder().exitCode()).isEqualTo(ExitCode.DONE);
            other.requireKept();
        }
    }

    @Test
    void aQueueThatIsGoneInTheMiddleEndsTheRunWithTheKeyReached() {
        fill(250);
        stores.source
                .faults()
                .add(Fault.on(Operation.LIST)
                        .skip(2)
                        .times(1)
                        .then(FaultAction.before(
                                () -> fleet.queue.client().deleteQueue(delete -> delete.queueUrl(fleet.queue.url())))));

        Result result = finder("--listers", "1", "--slots", "2");

        assertThat(result.exitCode()).isEqualTo(ExitCode.RUN_FAILED);
        // Progress lines appear while the queue's client retries for a long time.
        assertThat(result.err().lines().filter(line -> !line.startsWith("[")))
                .singleElement()
                .asString()
                .startsWith("caravan: the queue took none of 10 messages from \"k0")
                .contains("QueueDoesNotExist");
        assertThat(leases()).as("the lease is released").isZero();
    }

    @Test
    void aBusyQueueHasMessagesMarkedOrTheComparisonLeftOut() throws Exception {
        stores.from.put("new", "content");
        assertThat(finder().out()).doesNotContain("the queue holds");
        assertThat(finder().out()).contains("the queue holds about 1 messages: workers check whether");
        Result skipped = finder("--when-busy", "skip");
        assertThat(skipped.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(skipped.out())
                .contains("not compared: the queue holds about 2 messages")
                .doesNotContain("sent ");
        assertThat(comparisons()).extracting(Comparison::onQueue).containsExactly(1L, 0L);
        assertThat(fleet.takeAll())
                .hasSize(2)
                .filteredOn(text -> text.contains("\"mayRepeat\":true"))
                .hasSize(1);
        // The last comparison sent messages a moment ago. The count of a queue may be a minute old.
        assertThat(finder().out()).contains("the last comparison ended so recently");
    }

    @Test
    void aFinderThatWaitsForAnEmptyQueueDoesNotWaitForever() {
        stores.from.put("new", "content");
        fleet.queue.send("an event");
        stores.systemProperties.put("caravan.busy.wait", "50");
        stores.systemProperties.put("caravan.busy.look", "10");
        Result result = finder("--when-busy", "wait");
        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).contains("waiting for an empty queue", "sent                     1 object");
        fleet.takeAll();
    }

    @Test
    void missingNamesAreReportedAllAtOnce() {
        Result result = stores.find();

        assertThat(result.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(result.err())
                .contains("caravan: JOB_QUEUE_NAME: required", "caravan: JOB_TABLE_NAME: required")
                .doesNotContain("Exception");
    }

    @Test
    void aQueueThatIsMissingIsReportedInALine() {
        oneLine(
                stores.find("--queue", "nowhere", "--table", LocalTable.NAME),
                "queue nowhere: no resource has this name");
        String url = fleet.queue.url().replace(LocalQueue.NAME, "nowhere");
        oneLine(
                stores.find("--queue", url, "--table", LocalTable.NAME),
                "queue " + url + ": no resource has this name");
    }

    @Test
    void aTableThatIsMissingIsReportedInALine() {
        oneLine(stores.find("--queue", LocalQueue.NAME, "--table", "nowhere"), "table nowhere: there is no such table");
    }

    @Test
    void theQueueMayBeNamedByItsUrl() {
        stores.from.put("new", "content");
        Result result = stores.find("--queue", fleet.queue.url(), "--table", LocalTable.NAME);
        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(keys(messages())).containsExactly("new");
    }

    @Test
    void aScheduleThatIsNoneIsReportedInALineBeforeAnythingStarts() {
        Result typed = finder("--schedule", "every night");
        assertThat(typed.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(typed.err())
                .startsWith("caravan: --schedule: every night is not a Quartz expression with a future time");
        stores.environment.put("SCHEDULE", "0 0 3 * * ? 1999");
        Result set = finder();
        assertThat(set.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(set.err())
                .startsWith("caravan: SCHEDULE: 0 0 3 * * ? 1999 is not a Quartz expression with a future time")
                .contains("second");
        assertThat(stores.source.requests().log()).isEmpty();
    }

    private static void oneLine(Result result, String message) {
        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(result.err().lines()).singleElement().asString().startsWith("caravan: " + message);
    }

    /**
     * Puts objects into the source, which lists them in short pages. So few messages are needed, which cost
     * milliseconds each.
     */
    private void fill(int objects) {
        stores.from.quirks(Quirk.SHORT_PAGES);
        for (int i = 0; i < objects; i++) {
            stores.from.put("k%05d".formatted(i), "x");
        }
    }

    private String jobName(String source, String destination) {
        return "s3://" + source + " at " + stores.source.endpoint() + " -> s3://" + destination + " at "
                + stores.destination.endpoint();
    }

    private int leases() {
        return fleet.table
                .client()
                .scan(ScanRequest.builder()
                        .tableName(LocalTable.NAME)
                        .filterExpression("attribute_exists(LeaseOwner)")
                        .build())
                .count();
    }

    private List<Comparison> comparisons() throws Exception {
        return Comparisons.read(fleet.table.client(), LocalTable.NAME).get(0).latest();
    }

    private List<JsonNode> messages() {
        return fleet.takeAll().stream()
                .map(text -> {
                    try {
                        return JSON.readTree(text);
                    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private static List<String> keys(List<JsonNode> messages) {
        return messages.stream()
                .map(message -> message.path("key").asText())
                .sorted()
                .toList();
    }

    @Test
    void oneMailReportsThatAllIsCopiedWhenNothingDiffersAndNothingWaits() throws Exception {
        stores.from.put("new", "content");
        try (LocalTopic topic = LocalTopic.start()) {
            fleet.reachTopicAt(topic.endpoint());
            workersDid(new FleetTotals(100, 1000, 1, 2));
            assertThat(mailing(topic)).as("a difference").isEmpty();
            stores.to.put("new", "content");
            workersDid(new FleetTotals(1, 7, 0, 0));
            assertThat(mailing(topic)).as("the message still waits").isEmpty();
            fleet.takeAll();
            topic.refuse("AuthorizationError");
            assertThat(mailing(topic)).isEmpty();
            topic.refuse("");
            assertThat(mailing(topic)).singleElement().satisfies(mail -> {
                assertThat(mail.subject()).isEqualTo("Caravan: all is copied, from -> to");
                assertThat(mail.text().replaceAll(" {2,}", " "))
                        .contains("1 listed at the source\n", " copied 1 object, 7 B\n", " failed for good 0,")
                        .contains(" dead letters 0\n", "JOB_QUEUE_NAME=jobs JOB_TABLE_NAME=records\n")
                        .doesNotContain("deleted 1");
            });
            assertThat(mailing(topic)).as("told once").hasSize(1);
        }
    }

    @Test
    void oneMailADayReportsWhatFailsAndWhatToDo() throws Exception {
        try (LocalTopic topic = LocalTopic.start()) {
            fleet.reachTopicAt(topic.endpoint());
            fleet.queue
                    .client()
                    .sendMessage(
                            dead -> dead.queueUrl(fleet.queue.deadLettersUrl()).messageBody("dead"));
            ObjectNode status = JSON.createObjectNode()
                    .put("id", "host-1")
                    .put("state", "working")
                    .put("seen", System.currentTimeMillis())
                    .put("interval", 60_000)
                    .put("failing", 3);
            status.putArray("failures")
                    .addObject()
                    .put("kind", "Denied")
                    .put("count", 2)
                    .put("key", "odd\u001b[2J\n")
                    .put("message", "PUT: 403 AccessDenied");
            FleetItems items = new FleetItems(fleet.table.client(), LocalTable.NAME);
            items.write("host-1", status.toString(), PATIENCE);
            workersDid(FleetTotals.NONE);
            assertThat(mailing(topic)).singleElement().satisfies(mail -> {
                assertThat(mail.subject()).isEqualTo("Caravan: something fails, from -> to");
                assertThat(mail.text().replaceAll(" {2,}", " "))
                        .contains("dead letters 1 in jobs-dead; caravan status --failed ")
                        .contains("working host-1, its last 3 messages all failed")
                        .contains("Denied 2, \"odd\\u001b[2J\\n\"", "to fix: caravan doctor ");
            });
            assertThat(mailing(topic)).as("once a day").hasSize(1);
        }
    }

    private void workersDid(FleetTotals more) throws Exception {
        new FleetItems(fleet.table.client(), LocalTable.NAME).add("host-1", more, PATIENCE);
    }

    private List<LocalTopic.Mail> mailing(LocalTopic topic) {
        Result result = finder("--mail-topic", LocalTopic.ARN);
        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        return topic.mails();
    }

    private Result finder(String... options) {
        List<String> arguments = new ArrayList<>(List.of("--queue", LocalQueue.NAME, "--table", LocalTable.NAME));
        arguments.addAll(Arrays.asList(options));
        return stores.find(arguments.toArray(String[]::new));
    }
}
