package dev.caravan.record.dynamo;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.local.LocalTable;
import dev.caravan.record.Campaign;
import dev.caravan.record.FleetTotals;
import dev.caravan.record.ReservedKey;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class FleetItemsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private LocalTable table;
    private FleetItems items;

    @BeforeEach
    void start() {
        table = LocalTable.start();
        items = new FleetItems(table.client(), LocalTable.NAME);
    }

    @AfterEach
    void stop() {
        table.close();
    }

    private void put(String member, String status) throws Exception {
        items.write(member, status, PATIENCE);
        items.add(member, FleetTotals.NONE, PATIENCE);
    }

    private void expire(String member) {
        table.client()
                .updateItem(update -> update.tableName(LocalTable.NAME)
                        .key(DynamoRecords.keyOf(ReservedKey.of("caravan worker: " + member)))
                        .updateExpression("SET Expires = :past")
                        .expressionAttributeValues(Map.of(":past", AttributeValue.fromN("1000"))));
    }

    @Test
    void readsTheLastStatusOfEveryMember() throws Exception {
        assertThat(items.read()).isEmpty();
        put("host-1, process 7", "old");
        put("host-2, process 7", "ended");
        items.write("host-1, process 7", "new", PATIENCE);
        assertThat(items.read())
                .containsExactly(Map.entry("host-1, process 7", "new"), Map.entry("host-2, process 7", "ended"));
    }

    @Test
    void readsMoreMembersThanOneRequestTakes() throws Exception {
        for (int i = 0; i < 120; i++) {
            put("host-" + i, "status " + i);
        }
        assertThat(items.read()).hasSize(120).containsEntry("host-119", "status 119");
    }

    @Test
    void whatHasExpiredIsNotReadAndItsNameIsRemoved() throws Exception {
        put("lives", "works");
        put("expired", "works");
        expire("expired");
        items.add("nobody", FleetTotals.NONE, PATIENCE);
        assertThat(items.read()).containsOnlyKeys("lives");
        items.prune();
        assertThat(table.record(ReservedKey.of("caravan fleet: workers"))
                        .get("Members")
                        .ss())
                .containsExactly("lives");
        assertThat(items.read()).containsOnlyKeys("lives");
    }

    @Test
    void whatMembersHaveDoneIsAddedUp() throws Exception {
        assertThat(items.totals()).isEqualTo(FleetTotals.NONE);
        items.add("host-1", new FleetTotals(3, 30, 0, 1), PATIENCE);
        items.add("host-2", new FleetTotals(4, 40, 2, 0), PATIENCE);
        assertThat(items.totals()).isEqualTo(new FleetTotals(7, 70, 2, 1));
    }

    @Test
    void ofManyFindersOneEndsACampaignAndOneReminds() throws Exception {
        Campaign campaign = new Campaign(5000, new FleetTotals(1, 2, 3, 4));
        long day = Duration.ofDays(1).toMillis();
        mails().open(campaign);
        mails().open(new Campaign(6000, FleetTotals.NONE));
        assertThat(mails().read().campaign()).isEqualTo(campaign);
        ExecutorService finders = Executors.newFixedThreadPool(4);
        try {
            AtomicInteger ended = new AtomicInteger();
            AtomicInteger reminded = new AtomicInteger();
            Callable<Object> finder = () -> {
                ended.addAndGet(mails().end(campaign, day) ? 1 : 0);
                return reminded.addAndGet(mails().remind(day + 1) == day + 1 ? 1 : 0);
            };
            for (Future<Object> each : finders.invokeAll(Collections.nCopies(8, finder))) {
                each.get();
            }
            assertThat(List.of(ended.get(), reminded.get())).containsExactly(1, 1);
        } finally {
            finders.shutdownNow();
        }
        assertThat(mails().read()).isEqualTo(new MailItem.State(null, day + 1));
    }

    @Test
    void aCampaignThatEndsWithinADayOfTheLastMailStaysOpen() throws Exception {
        long day = Duration.ofDays(1).toMillis();
        Campaign first = new Campaign(5000, FleetTotals.NONE);
        Campaign second = new Campaign(6000, FleetTotals.NONE);
        mails().open(first);
        assertThat(mails().end(first, 10_000)).isTrue();
        mails().open(second);
        assertThat(mails().end(first, 10_000 + 2 * day)).isFalse();
        assertThat(mails().end(second, 10_000 + day)).isFalse();
        assertThat(mails().end(second, 10_001 + day)).isTrue();
        mails().reopen(second);
        assertThat(mails().end(second, 10_002 + day)).isTrue();
    }

    @Test
    void aReminderKeepsWhenTheFailureWasReportedFirst() throws Exception {
        long day = Duration.ofDays(1).toMillis();
        assertThat(mails().remind(10_000)).isEqualTo(10_000);
        assertThat(mails().remind(10_000 + day)).isZero();
        assertThat(mails().remind(10_001 + day)).isEqualTo(10_000);
        mails().notReminded();
        assertThat(mails().remind(10_002 + day)).isEqualTo(10_000);
        mails().mended();
        assertThat(mails().remind(20_000 + 2 * day)).isEqualTo(20_000 + 2 * day);
    }

    private MailItem mails() {
        return new MailItem(table.client(), LocalTable.NAME, "a -> b");
    }

    @Test
    void namesThatAreNoneDoNoHarm() throws Exception {
        put("lives", "works");
        items.add("x".repeat(900), FleetTotals.NONE, PATIENCE);
        assertThat(items.read()).containsOnlyKeys("lives");
    }
}
