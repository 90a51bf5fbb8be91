package dev.caravan.record.dynamo;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.caravan.aws.ControlPlane;
import dev.caravan.it.LocalFleet;
import dev.caravan.local.LocalTable;
import dev.caravan.record.Comparison;
import dev.caravan.record.Comparison.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** Tests the finder's lease in a table: which finder may compare, and when it loses the lease. */
@Timeout(60)
class FinderLeaseIT {

    private static final LeaseTerms SHORT = new LeaseTerms(Duration.ofSeconds(3), Duration.ofMillis(200));

    /** With these terms a machine that is busy for seconds doesn't lose the lease. */
    private static final LeaseTerms LONG = new LeaseTerms(Duration.ofSeconds(60), Duration.ofMillis(100));

    @RegisterExtension
    private final LocalFleet fleet = new LocalFleet();

    private final CountDownLatch lost = new CountDownLatch(1);
    private ControlPlane aws;

    @BeforeEach
    void open() {
        aws = new ControlPlane(4);
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void aJobOfAnyNameHasOneOfItsOwn() throws Exception {
        String longest = "\u4e2d".repeat(3000);
        for (String job : new String[] {"a -> b", "\u00e4".repeat(1000) + " -> b", longest}) {
            try (FinderLease lease = take(job);
                    FinderLease anothers = take(job + "c")) {
                lease.requireKept();
                anothers.requireKept();
                assertThatThrownBy(() -> take(job)).isInstanceOf(LeaseException.class);
            }
        }
    }

    @Test
    void oneIsExtendedAndTheNextCanTakeItOnceItIsReleased() throws Exception {
        try (FinderLease lease = take("job")) {
            long first = until();
            await().atMost(Duration.ofSeconds(30)).until(() -> until() > first);
            lease.requireKept();
            assertThatThrownBy(() -> take("job"))
                    .isInstanceOf(LeaseException.class)
                    .hasMessageStartingWith("another finder compares for this job: ");
        }
        assertThat(lost.getCount()).isEqualTo(1);
        take("job").close();
    }

    /** Returns the end of the lease in the table, in milliseconds since 1970. */
    private long until() {
        return Long.parseLong(fleet.table
                .client()
                .getItem(get -> get.tableName(LocalTable.NAME)
                        .key(Map.of("ObjectKey", AttributeValue.fromS(LeaseItem.key("job")))))
                .item()
                .get("LeaseUntil")
                .n());
    }

    @Test
    void oneThatIsGoneIsNoticed() throws Exception {
        try (FinderLease lease = take("job", SHORT)) {
            fleet.table
                    .client()
                    .scan(ScanRequest.builder().tableName(LocalTable.NAME).build())
                    .items()
                    .forEach(item -> fleet.table
                            .client()
                            .updateItem(update -> update.tableName(LocalTable.NAME)
                                    .key(Map.of("ObjectKey", item.get("ObjectKey")))
                                    .updateExpression("SET LeaseOwner = :other")
                                    .expressionAttributeValues(
                                            Map.of(":other", AttributeValue.fromS("somebody\nelse")))));
            assertThat(lost.await(10, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(lease::requireKept)
                    .hasMessageStartingWith("the finder's lease is lost: it is held by somebody\\nelse, since ");
        }
        assertThatThrownBy(() -> take("job")).hasMessageContaining("somebody\\nelse");
    }

    @Test
    void oneWithoutAnEndThatCanBeReadKeepsNobodyAway() throws Exception {
        for (AttributeValue end : List.of(AttributeValue.fromNul(true), AttributeValue.fromS("tomorrow"))) {
            take("job").close();
            put("LeaseOwner", AttributeValue.fromS("somebody"));
            put("LeaseUntil", end);
            take("job").close();
        }
    }

    @Test
    void oneOfAHolderWithoutANameIsRefusedInALine() throws Exception {
        take("job").close();
        put("LeaseOwner", AttributeValue.fromN("1"));
        put("LeaseUntil", AttributeValue.fromN(Long.toString(System.currentTimeMillis() + 60_000)));
        assertThatThrownBy(() -> take("job"))
                .isInstanceOf(LeaseException.class)
                .hasMessageStartingWith("another finder compares for this job: a process without a name, since ");
    }

    /** Writes an attribute of the lease, as another program may do. */
    private void put(String name, AttributeValue value) {
        fleet.table
                .client()
                .updateItem(update -> update.tableName(LocalTable.NAME)
                        .key(Map.of("ObjectKey", AttributeValue.fromS(LeaseItem.key("job"))))
                        .updateExpression("SET " + name + " = :value")
                        .expressionAttributeValues(Map.of(":value", value)));
    }

    @Test
    void oneThatCannotBeRenewedIsGivenUpBeforeItEnds() throws Exception {
        long taken = System.nanoTime();
        try (FinderLease lease = take("job", SHORT)) {
            fleet.table.stop();
            assertThat(lost.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(System.nanoTime() - taken)
                    .isGreaterThan(Duration.ofSeconds(1).toNanos());
            assertThatThrownBy(lease::requireKept).hasMessageContaining("it could not be renewed in time");
        }
    }

    @Test
    void itKeepsWhatTheLatestComparisonsFoundAndNamesTheirJob() throws Exception {
        for (int n = 1; n <= Comparisons.KEPT + 2; n++) {
            long queued = n;
            try (FinderLease lease = take("a -> b")) {
                lease.tell(() -> comparison(Outcome.RUNNING, queued));
                assertThat(read().latest().get(0)).isEqualTo(comparison(Outcome.RUNNING, queued));
                assertThat(read().heldUntil()).isPositive();
                // The last comparison ends without a report.
                if (n <= Comparisons.KEPT) {
                    lease.tell(() -> comparison(Outcome.COMPLETE, queued));
                }
            }
        }
        Comparisons read = read();
        assertThat(read.job()).isEqualTo("a -> b");
        assertThat(read.heldUntil()).isZero();
        assertThat(read.latest())
                .extracting(Comparison::queued)
                .hasSize(Comparisons.KEPT)
                .startsWith(22L, 21L, 20L);
        assertThat(read.latest().get(1))
                .isEqualTo(comparison(Outcome.RUNNING, 21).lost());
        assertThat(new StatusScan(fleet.table.client(), LocalTable.NAME)
                        .overview(Instant.now())
                        .other())
                .as("records that nobody knows")
                .isZero();
    }

    private Comparisons read() throws Exception {
        return Comparisons.read(fleet.table.client(), LocalTable.NAME).get(0);
    }

    private static Comparison comparison(Outcome outcome, long queued) {
        return new Comparison(1, 2, 3, outcome, "", 4, 5, 6, 7, queued, 8, 9, 10);
    }

    private FinderLease take(String job) throws LeaseException {
        return take(job, LONG);
    }

    private FinderLease take(String job, LeaseTerms terms) throws LeaseException {
        return FinderLease.take(aws, LocalTable.NAME, job, terms, lost::countDown);
    }
}
