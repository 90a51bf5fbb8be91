package dev.caravan.record.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.local.LocalTable;
import dev.caravan.record.ReservedKey;
import java.time.Duration;
import java.util.Map;
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
        items = new FleetItems(table.client(), LocalTable.NAME, FleetItems.WORKER);
    }

    @AfterEach
    void stop() {
        table.close();
    }

    private void put(String member, String status) throws Exception {
        items.write(member, status, PATIENCE);
        items.add(member);
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
        items.add("nobody");
        assertThat(items.read()).containsOnlyKeys("lives");
        items.prune();
        assertThat(table.record(ReservedKey.of("caravan fleet: workers"))
                        .get("Members")
                        .ss())
                .containsExactly("lives");
        assertThat(items.read()).containsOnlyKeys("lives");
    }

    @Test
    void namesThatAreNoneDoNoHarm() throws Exception {
        put("lives", "works");
        items.add("x".repeat(900));
        assertThat(items.read()).containsOnlyKeys("lives");
    }
}
