package dev.caravan.record.dynamo;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.job.RateTimetable;
import dev.caravan.record.Orders;
import dev.caravan.record.ReservedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The item of the records' table by which an operator pauses or slows the workers of a queue. */
public final class JobOrders {

    private static final String PAUSED = "Paused";
    private static final String BANDWIDTH = "Bandwidth";
    private static final String TIMETABLE = "BandwidthTimes";
    private static final String SLOTS = "Slots";
    private static final String BY = "OrderedBy";
    private static final String AT = "OrderedAt";
    private static final String REASON = "Reason";
    private static final String SIGNED = BY + " = :by, " + AT + " = :at, " + REASON + " = :reason";

    private final Item orders;

    public JobOrders(DynamoDbClient client, String table, String queue) {
        this.orders = new Item(client, table, ReservedKey.of(ReservedKey.HOUSEKEEPING + "orders: " + queue));
    }

    /** Reads the current orders; {@code within} limits the request with its retries. */
    public Orders read(Duration within) throws ControlPlaneException {
        Map<String, AttributeValue> item = orders.asking(() -> orders.client()
                .getItem(get -> get.tableName(orders.table())
                        .key(orders.key())
                        .consistentRead(true)
                        .overrideConfiguration(call -> call.apiCallTimeout(within)))
                .item());
        return item.isEmpty()
                ? Orders.NONE
                : new Orders(
                        ScannedRecord.number(item, PAUSED) != 0,
                        ScannedRecord.number(item, BANDWIDTH),
                        timetable(DynamoRecords.text(item, TIMETABLE)),
                        ScannedRecord.count(item, SLOTS),
                        DynamoRecords.text(item, BY),
                        ScannedRecord.number(item, AT),
                        DynamoRecords.text(item, REASON));
    }

    /** Validates a timetable. An invalid one counts as none, and the lowest rate beside it applies. */
    private static String timetable(String text) {
        try {
            return text.isEmpty() || RateTimetable.parse(text).changes() ? text : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /**
     * Stops receiving; keeps limits.
     *
     * @param reason may be empty
     */
    public void pause(String by, String reason) throws ControlPlaneException {
        update("SET " + PAUSED + " = :paused, " + SIGNED, by, reason, Map.of(":paused", 1));
    }

    /**
     * Limits each worker; 0 slots for no limit. Keeps a pause. Workers without timetable support use its lowest rate.
     */
    public void limit(RateTimetable bandwidth, int slots, String by, String reason) throws ControlPlaneException {
        String times = bandwidth.changes() ? bandwidth.text() : "";
        update(
                "SET " + BANDWIDTH + " = :bandwidth, " + TIMETABLE + " = :times, " + SLOTS + " = :slots, " + SIGNED,
                by,
                reason,
                Map.of(":bandwidth", bandwidth.lowest(), ":times", times, ":slots", slots));
    }

    public void resume(String by) throws ControlPlaneException {
        update(
                "SET " + SIGNED + " REMOVE " + PAUSED + ", " + BANDWIDTH + ", " + TIMETABLE + ", " + SLOTS,
                by,
                "",
                Map.of());
    }

    private void update(String expression, String by, String reason, Map<String, ?> values)
            throws ControlPlaneException {
        Map<String, Object> all = new HashMap<>(values);
        all.put(":by", by);
        all.put(":reason", reason);
        all.put(":at", Instant.now().toEpochMilli());
        orders.asking(() -> orders.change(orders.update(expression, all)));
    }
}
