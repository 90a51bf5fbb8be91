package dev.caravan.record.dynamo;

import dev.caravan.job.Digests;
import dev.caravan.job.Printable;
import dev.caravan.record.ReservedKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The table item of a lease. Every change is conditional, so that only one of two processes succeeds. It remains after
 * release, with the latest comparisons.
 */
final class LeaseItem {

    /** The process that holds the lease; absent without a holder. */
    static final String OWNER = "LeaseOwner";

    static final String UNTIL = "LeaseUntil";

    /** The process that holds the lease or held it last. */
    static final String FINDER = "Finder";

    private static final String STARTED = "LeaseStarted";

    private static final int LONGEST_NAME = 900;

    private final DynamoDbClient client;
    private final String job;
    private final Item item;
    private final String owner;

    LeaseItem(DynamoDbClient client, String table, String job, String owner) {
        this.client = client;
        this.job = job;
        this.item = new Item(client, table, key(job));
        this.owner = owner;
    }

    /** Returns the key of a job's lease. */
    static String key(String job) {
        return key("finder lease", job);
    }

    /** Returns the key of a job's item. A digest replaces a name that is too long for a key. */
    static String key(String kind, String job) {
        byte[] name = job.getBytes(StandardCharsets.UTF_8);
        return ReservedKey.of(ReservedKey.HOUSEKEEPING + kind + ": "
                + (name.length <= LONGEST_NAME ? job : Digests.hex("SHA-256", name)));
    }

    /** Reads the item, which may be missing, to check the table, its key and the permission. */
    void read() {
        client.getItem(get -> get.tableName(item.table()).key(item.key()).projectionExpression(OWNER));
    }

    /**
     * Takes the lease if it is free or expired. Accepts its own owner, whose earlier answer was lost.
     *
     * @return the previous item; empty if none
     * @throws ConditionalCheckFailedException if another process has it; see {@link #holder}
     */
    Map<String, AttributeValue> take(Instant now, Instant until) {
        return client.updateItem(item.update(
                                "SET " + OWNER + " = :me, " + FINDER + " = :me, " + UNTIL + " = :until, " + STARTED
                                        + " = :now",
                                Map.of(
                                        ":me",
                                        owner,
                                        ":until",
                                        until.toEpochMilli(),
                                        ":now",
                                        now.toEpochMilli(),
                                        ":number",
                                        "N"))
                        .conditionExpression(isFree(OWNER, UNTIL))
                        .returnValues(ReturnValue.ALL_OLD)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                        .build())
                .attributes();
    }

    /**
     * Returns the condition that a lease is free, has ended, or is the asker's. One without an end that can be read, which
     * another program wrote, has ended.
     */
    static String isFree(String owner, String until) {
        return "attribute_not_exists(" + owner + ") OR NOT attribute_type(" + until + ", :number) OR " + until
                + " < :now OR " + owner + " = :me";
    }

    /** Adds the job to the table's list of jobs, for readers of its comparisons. */
    void nameJob() {
        Item jobs = new Item(client, item.table(), Comparisons.JOBS_KEY);
        jobs.change(jobs.update("ADD " + Comparisons.JOBS + " :job", Map.of(":job", List.of(job))));
    }

    /**
     * Renews the lease.
     *
     * @param comparisons new value; null keeps the present one
     * @param within time limit of the request with its retries
     * @throws ConditionalCheckFailedException if this owner has lost it
     */
    void renew(Instant until, AttributeValue comparisons, Duration within) {
        Map<String, ?> values = Map.of(":me", owner, ":until", until.toEpochMilli());
        update("SET " + UNTIL + " = :until", comparisons, values, within);
    }

    /** Releases the lease; parameters and errors as for {@link #renew}. */
    void release(AttributeValue comparisons, Duration within) {
        update("REMOVE " + OWNER + ", " + UNTIL, comparisons, Map.of(":me", owner), within);
    }

    private void update(String change, AttributeValue comparisons, Map<String, ?> values, Duration within) {
        Map<String, Object> all = new HashMap<>(values);
        String kept = "";
        if (comparisons != null) {
            all.put(":comparisons", comparisons);
            kept = (change.startsWith("SET") ? ", " : " SET ") + Comparisons.ATTRIBUTE + " = :comparisons";
        }
        client.updateItem(item.update(change + kept, all)
                .conditionExpression(OWNER + " = :me")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .overrideConfiguration(call -> call.apiCallTimeout(within))
                .build());
    }

    /** Returns the holder with start and end of its lease, in words. */
    static String holder(ConditionalCheckFailedException refused) {
        if (!refused.hasItem() || !refused.item().containsKey(OWNER)) {
            return "no process";
        }
        String name = Printable.of(DynamoRecords.text(refused.item(), OWNER));
        return (name.isEmpty() ? "a process without a name" : name) + ", since " + instant(refused.item(), STARTED)
                + ", until " + instant(refused.item(), UNTIL) + " if it isn't renewed";
    }

    private static String instant(Map<String, AttributeValue> item, String name) {
        long millis = ScannedRecord.number(item, name);
        return millis > 0 ? Instant.ofEpochMilli(millis).toString() : "an unknown time";
    }
}
