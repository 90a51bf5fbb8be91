package dev.caravan.record.dynamo;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.record.FleetTotals;
import dev.caravan.record.ReservedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

    private static final String PREFIX = ReservedKey.HOUSEKEEPING + "worker: ";

    private final DynamoDbClient client;
    private final String table;
    private final Item directory;

    public FleetItems(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.directory = new Item(client, table, ReservedKey.of(ReservedKey.HOUSEKEEPING + "fleet: workers"));
    }

    /** Replaces a member's item; {@code within} limits the request with its retries. */
    public void write(String member, String status, Duration within) throws ControlPlaneException {
        update(
                new Item(client, table, key(member)),
                "SET " + STATUS + " = :status, " + EXPIRES + " = :expires",
                Map.of(":status", status, ":expires", Instant.now().plus(KEPT).getEpochSecond()),
                within);
    }

    /**
     * Adds a member to the names, and its work to the totals.
     *
     * @param more its work since the last call
     * @param within the time limit of the request with its retries
     */
    public void add(String member, FleetTotals more, Duration within) throws ControlPlaneException {
        update(
                directory,
                "ADD " + MEMBERS + " :members, " + OBJECTS + " :objects, " + BYTES + " :bytes, " + DELETED
                        + " :deleted, " + FAILED + " :failed",
                Map.of(
                        ":members", List.of(member),
                        ":objects", more.objects(),
                        ":bytes", more.bytes(),
                        ":deleted", more.deleted(),
                        ":failed", more.failed()),
                within);
    }

    private void update(Item item, String expression, Map<String, ?> values, Duration within)
            throws ControlPlaneException {
        item.asking(() -> client.updateItem(item.update(expression, values)
                .overrideConfiguration(call -> call.apiCallTimeout(within))
                .build()));
    }

    /** Returns what all members have done so far, as far as they have reported. */
    public FleetTotals totals() throws ControlPlaneException {
        Map<String, AttributeValue> item = directory.asking(() -> directory.read(true));
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
            directory.asking(() ->
                    directory.change(directory.update("DELETE " + MEMBERS + " :members", Map.of(":members", gone))));
        }
    }

    public Map<String, String> read() throws ControlPlaneException {
        return read(members(false), false);
    }

    private Set<String> members(boolean consistent) throws ControlPlaneException {
        AttributeValue members =
                directory.asking(() -> directory.read(consistent)).get(MEMBERS);
        // Anybody may have written the names.
        return members == null
                ? new TreeSet<>()
                : members.ss().stream()
                        .filter(name -> !name.isBlank() && name.length() <= LONGEST_NAME)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<String, String> read(Collection<String> members, boolean consistent) throws ControlPlaneException {
        Map<String, String> read = new TreeMap<>();
        List<String> all = List.copyOf(members);
        for (int i = 0; i < all.size(); i += BATCH) {
            List<Map<String, AttributeValue>> keys = all.subList(i, Math.min(i + BATCH, all.size())).stream()
                    .map(this::key)
                    .toList();
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
        BatchGetItemResponse answer = directory.asking(() -> client.batchGetItem(ask -> ask.requestItems(Map.of(
                table,
                KeysAndAttributes.builder()
                        .keys(keys)
                        .consistentRead(consistent)
                        .projectionExpression("ObjectKey, " + STATUS + ", " + EXPIRES)
                        .build()))));
        for (Map<String, AttributeValue> item : answer.responses().getOrDefault(table, List.of())) {
            // The service deletes an expired one some hours later, or never if the table has no TTL attribute.
            if (ScannedRecord.number(item, EXPIRES) >= Instant.now().getEpochSecond()) {
                read.put(member(item), DynamoRecords.text(item, STATUS));
            }
        }
        KeysAndAttributes left = answer.unprocessedKeys().get(table);
        return left == null ? List.of() : left.keys();
    }

    private String member(Map<String, AttributeValue> key) {
        return ReservedKey.name(DynamoRecords.text(key, "ObjectKey")).substring(PREFIX.length());
    }

    private Map<String, AttributeValue> key(String member) {
        return DynamoRecords.keyOf(ReservedKey.of(PREFIX + member));
    }
}
