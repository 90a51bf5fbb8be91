package dev.caravan.record.dynamo;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.record.FleetTotals;
import dev.caravan.record.ReservedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * The items of the records' table in which the members of a fleet publish their state: one item a member, and one with
 * all names, so that no reader needs a scan. DynamoDB deletes the item of a member after a day of silence if the
 * table's TTL attribute is {@code Expires}.
 */
public final class FleetItems {

    public static final String WORKER = "worker";

    /** The attribute with the time of expiry, in epoch seconds. */
    static final String EXPIRES = "Expires";

    private static final String STATUS = "FleetStatus";
    private static final String MEMBERS = "Members";
    private static final String OBJECTS = "CopiedObjects";
    private static final String BYTES = "CopiedBytes";
    private static final String DELETED = "DeletedObjects";
    private static final String FAILED = "FailedObjects";
    private static final Duration KEPT = Duration.ofDays(1);

    private static final int BATCH = 100;

    /** The requests for items that a busy service left out. */
    private static final int REPETITIONS = 5;

    private static final int LONGEST_NAME = 300;

    private final DynamoDbClient client;
    private final String table;
    private final Map<String, AttributeValue> directory;
    private final String prefix;

    /** Reads and writes the items of one kind of member, such as {@link #WORKER}. */
    public FleetItems(DynamoDbClient client, String table, String kind) {
        this.client = client;
        this.table = table;
        this.directory = DynamoRecords.keyOf(ReservedKey.of(ReservedKey.HOUSEKEEPING + "fleet: " + kind + "s"));
        this.prefix = ReservedKey.HOUSEKEEPING + kind + ": ";
    }

    /** Replaces a member's item; {@code within} limits the request with its retries. */
    public void write(String member, String status, Duration within) throws ControlPlaneException {
        AttributeValue expires = DynamoRecords.number(Instant.now().plus(KEPT).getEpochSecond());
        ControlPlaneProblem.calling(
                "table " + table,
                () -> client.updateItem(update -> update.tableName(table)
                        .key(key(member))
                        .updateExpression("SET " + STATUS + " = :status, " + EXPIRES + " = :expires")
                        .expressionAttributeValues(Map.of(":status", AttributeValue.fromS(status), ":expires", expires))
                        .overrideConfiguration(call -> call.apiCallTimeout(within))));
    }

    /**
     * Adds a member to the names, and what it has done to the totals.
     *
     * @param more what it has done since it was added last
     * @param within the time limit of the request with its retries
     */
    public void add(String member, FleetTotals more, Duration within) throws ControlPlaneException {
        ControlPlaneProblem.calling(
                "table " + table,
                () -> client.updateItem(update -> update.tableName(table)
                        .key(directory)
                        .updateExpression("ADD " + MEMBERS + " :members, " + OBJECTS + " :objects, " + BYTES
                                + " :bytes, " + DELETED + " :deleted, " + FAILED + " :failed")
                        .expressionAttributeValues(Map.of(
                                ":members", AttributeValue.fromSs(List.of(member)),
                                ":objects", DynamoRecords.number(more.objects()),
                                ":bytes", DynamoRecords.number(more.bytes()),
                                ":deleted", DynamoRecords.number(more.deleted()),
                                ":failed", DynamoRecords.number(more.failed())))
                        .overrideConfiguration(call -> call.apiCallTimeout(within))));
    }

    /** Returns what all members have done so far, as far as they have reported. */
    public FleetTotals totals() throws ControlPlaneException {
        Map<String, AttributeValue> item = directory(true);
        return new FleetTotals(
                ScannedRecord.number(item, OBJECTS),
                ScannedRecord.number(item, BYTES),
                ScannedRecord.number(item, DELETED),
                ScannedRecord.number(item, FAILED));
    }

    /** Removes the names of members without items. */
    public void prune() throws ControlPlaneException {
        Set<String> gone = members(true);
        gone.removeAll(read(gone, true).keySet());
        if (!gone.isEmpty()) {
            ControlPlaneProblem.calling(
                    "table " + table,
                    () -> client.updateItem(update -> update.tableName(table)
                            .key(directory)
                            .updateExpression("DELETE " + MEMBERS + " :members")
                            .expressionAttributeValues(Map.of(":members", AttributeValue.fromSs(List.copyOf(gone))))));
        }
    }

    public Map<String, String> read() throws ControlPlaneException {
        return read(members(false), false);
    }

    private Map<String, AttributeValue> directory(boolean consistent) throws ControlPlaneException {
        return ControlPlaneProblem.calling(
                "table " + table,
                () -> client.getItem(get -> get.tableName(table).key(directory).consistentRead(consistent))
                        .item());
    }

    private Set<String> members(boolean consistent) throws ControlPlaneException {
        AttributeValue members = directory(consistent).get(MEMBERS);
        Set<String> names = new TreeSet<>();
        if (members != null) {
            // Anybody may have written the names.
            members.ss().stream()
                    .filter(name -> !name.isBlank() && name.length() <= LONGEST_NAME)
                    .forEach(names::add);
        }
        return names;
    }

    private Map<String, String> read(Collection<String> members, boolean consistent) throws ControlPlaneException {
        Map<String, String> read = new TreeMap<>();
        List<String> all = List.copyOf(members);
        for (int i = 0; i < all.size(); i += BATCH) {
            List<Map<String, AttributeValue>> keys =
                    new ArrayList<>(all.subList(i, Math.min(i + BATCH, all.size())).stream()
                            .map(this::key)
                            .toList());
            for (int n = 0; n < REPETITIONS && !keys.isEmpty(); n++) {
                keys = batch(keys, consistent, read);
            }
            // They are there, but what they say isn't known.
            keys.forEach(left -> read.put(member(left), ""));
        }
        return read;
    }

    /** Reads items; returns the keys that the service left out. */
    private List<Map<String, AttributeValue>> batch(
            List<Map<String, AttributeValue>> keys, boolean consistent, Map<String, String> read)
            throws ControlPlaneException {
        BatchGetItemResponse answer = ControlPlaneProblem.calling(
                "table " + table,
                () -> client.batchGetItem(ask -> ask.requestItems(Map.of(
                        table,
                        KeysAndAttributes.builder()
                                .keys(keys)
                                .consistentRead(consistent)
                                .projectionExpression("ObjectKey, " + STATUS + ", " + EXPIRES)
                                .build()))));
        for (Map<String, AttributeValue> item : answer.responses().getOrDefault(table, List.of())) {
            if (ScannedRecord.number(item, EXPIRES) < Instant.now().getEpochSecond()) {
                // The service deletes it some hours later, or never if the table has no TTL attribute.
                continue;
            }
            read.put(member(item), DynamoRecords.text(item, STATUS));
        }
        KeysAndAttributes left = answer.unprocessedKeys().get(table);
        return left == null ? List.of() : left.keys();
    }

    private String member(Map<String, AttributeValue> key) {
        return ReservedKey.name(DynamoRecords.text(key, "ObjectKey")).substring(prefix.length());
    }

    private Map<String, AttributeValue> key(String member) {
        return DynamoRecords.keyOf(ReservedKey.of(prefix + member));
    }
}
