package dev.caravan.record.dynamo;

import dev.caravan.message.PartPlan;
import dev.caravan.record.JobStatus;
import dev.caravan.record.ReservedKey;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The attributes of a record for an overview. Other programs may write the table: missing or unreadable values are
 * unknown.
 *
 * @param key the destination's key, or a {@link ReservedKey}
 * @param status null if unknown
 * @param size in bytes
 * @param started in epoch milliseconds; 0 if unknown
 * @param ended in epoch milliseconds; 0 if unknown
 * @param attempts number of attempts
 * @param error class and message; empty if none
 * @param lease a finder's lease; null in any other record
 */
public record ScannedRecord(
        String key, JobStatus status, long size, long started, long ended, int attempts, String error, Lease lease) {

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
     * The process that compares or compared last.
     *
     * @param owner its name
     * @param started in epoch milliseconds; 0 if unknown
     * @param until end without renewal, in epoch milliseconds; 0 if unknown
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
                size(item),
                number(item, "StartTimestamp"),
                number(item, "EndTimestamp"),
                count(item, "Attempts"),
                DynamoRecords.text(item, "Error"),
                lease);
    }

    /** Returns whether the record is of an unreadable message. */
    public boolean reserved() {
        return ReservedKey.isReserved(key);
    }

    /** Returns whether the item belongs to the fleet's processes rather than to an object or message. */
    boolean isHousekeeping() {
        return key.startsWith(ReservedKey.HOUSEKEEPING) && reserved();
    }

    /** Returns a reserved key's name without its padding. */
    public String reservedName() {
        return ReservedKey.name(key);
    }

    /** Reads a size; 0 for one that no object has, so that sums don't overflow. */
    static long size(Map<String, AttributeValue> item) {
        long size = number(item, "Size");
        return size < 0 || size > PartPlan.MAX_SIZE ? 0 : size;
    }

    static int count(Map<String, AttributeValue> item, String name) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, number(item, name)));
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
