package dev.caravan.record.dynamo;

import dev.caravan.record.JobStatus;
import dev.caravan.record.ReservedKey;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What an overview needs of a record. The table is anybody's: what is missing or unreadable counts as not said.
 *
 * @param key the destination's key, or a {@link ReservedKey}
 * @param status null where it is none that we know
 * @param size in bytes
 * @param started in epoch milliseconds; 0 where it isn't said
 * @param ended in epoch milliseconds; 0 where it isn't said
 * @param attempts how often it was tried
 * @param error class and message; empty where all is well
 * @param lease who holds a finder's lease; null in all records but the lease's own
 */
public record ScannedRecord(
        String key, JobStatus status, long size, long started, long ended, int attempts, String error, Lease lease) {

    /** The attributes that are read. */
    static final List<String> ATTRIBUTES = List.of(
            "ObjectKey",
            "JobStatus",
            "Size",
            "StartTimestamp",
            "EndTimestamp",
            "Attempts",
            "Error",
            "LeaseOwner",
            "LeaseStarted",
            "LeaseUntil");

    /**
     * Which process compares, or compared last.
     *
     * @param owner its name
     * @param started since when, in epoch milliseconds; 0 where it isn't said
     * @param until when it is over unless it is renewed, in epoch milliseconds; 0 where it isn't said
     */
    public record Lease(String owner, long started, long until) {}

    static ScannedRecord of(Map<String, AttributeValue> item) {
        String key = DynamoRecords.text(item, "ObjectKey");
        Lease lease = item.containsKey("LeaseOwner") && ReservedKey.isReserved(key)
                ? new Lease(
                        DynamoRecords.text(item, "LeaseOwner"),
                        number(item, "LeaseStarted"),
                        number(item, "LeaseUntil"))
                : null;
        return new ScannedRecord(
                key,
                DynamoRecords.status(item),
                Math.max(0, number(item, "Size")),
                number(item, "StartTimestamp"),
                number(item, "EndTimestamp"),
                (int) Math.min(Integer.MAX_VALUE, Math.max(0, number(item, "Attempts"))),
                DynamoRecords.text(item, "Error"),
                lease);
    }

    /** Whether the record is of no object, but of a message that nobody could read. */
    public boolean reserved() {
        return ReservedKey.isReserved(key);
    }

    /** Returns whether the item is neither of an object nor of a message, but one by which the fleet's processes know of each other. */
    boolean isHousekeeping() {
        return key.startsWith(ReservedKey.HOUSEKEEPING) && reserved();
    }

    /** What a reserved key begins with, without what fills it up. */
    public String reservedName() {
        return ReservedKey.name(key);
    }

    static long number(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || value.n() == null) {
            return 0;
        }
        try {
            return Long.parseLong(value.n());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
