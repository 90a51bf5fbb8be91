package dev.caravan.record.dynamo;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.record.Comparison;
import dev.caravan.record.Comparison.Outcome;
import dev.caravan.record.ReservedKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The latest comparisons of one job, kept in the item of its finder's lease. Reading them costs a request for the table
 * and one for each job.
 *
 * @param job the two sides
 * @param finder the current or last process; empty if unknown
 * @param heldUntil end of its lease without renewal, in epoch milliseconds; 0 without a holder
 * @param latest newest first, at most {@link #KEPT}
 */
public record Comparisons(String job, String finder, long heldUntil, List<Comparison> latest) {

    public static final int KEPT = 20;

    /** The item that lists a table's jobs in the attribute {@link #JOBS}. */
    static final String JOBS_KEY = ReservedKey.of(ReservedKey.HOUSEKEEPING + "jobs");

    static final String JOBS = "Jobs";

    static final String ATTRIBUTE = "Comparisons";

    public Comparisons {
        latest = List.copyOf(latest);
    }

    /** Returns the comparisons of all jobs of a table; empty without any. */
    public static List<Comparisons> read(DynamoDbClient client, String table) throws ControlPlaneException {
        return ControlPlaneProblem.calling("table " + table, () -> {
            AttributeValue jobs = item(client, table, JOBS_KEY).get(JOBS);
            List<Comparisons> all = new ArrayList<>();
            for (String job : jobs == null ? List.<String>of() : jobs.ss()) {
                Map<String, AttributeValue> lease = item(client, table, LeaseItem.key(job));
                all.add(new Comparisons(
                        job,
                        DynamoRecords.text(lease, LeaseItem.FINDER),
                        lease.containsKey(LeaseItem.OWNER) ? ScannedRecord.number(lease, LeaseItem.UNTIL) : 0,
                        of(lease)));
            }
            return all;
        });
    }

    private static Map<String, AttributeValue> item(DynamoDbClient client, String table, String key) {
        return client.getItem(ask -> ask.tableName(table).key(DynamoRecords.keyOf(key)))
                .item();
    }

    /** Returns the comparisons in a lease's item; ignores invalid data. */
    static List<Comparison> of(Map<String, AttributeValue> item) {
        AttributeValue kept = item.get(ATTRIBUTE);
        return kept == null
                ? List.of()
                : kept.l().stream()
                        .filter(AttributeValue::hasM)
                        .limit(KEPT)
                        .map(one -> comparison(one.m()))
                        .toList();
    }

    private static Comparison comparison(Map<String, AttributeValue> map) {
        return new Comparison(
                ScannedRecord.number(map, "Began"),
                ScannedRecord.number(map, "Updated"),
                ScannedRecord.number(map, "Ended"),
                outcome(DynamoRecords.text(map, "Outcome")),
                DynamoRecords.text(map, "Error"),
                ScannedRecord.number(map, "OnQueue"),
                ScannedRecord.number(map, "SourceListed"),
                ScannedRecord.number(map, "DestinationListed"),
                ScannedRecord.number(map, "Same"),
                ScannedRecord.number(map, "Queued"),
                ScannedRecord.number(map, "QueuedBytes"),
                ScannedRecord.number(map, "Deletes"),
                ScannedRecord.number(map, "Failed"));
    }

    private static Outcome outcome(String name) {
        for (Outcome outcome : Outcome.values()) {
            if (outcome.name().equals(name)) {
                return outcome;
            }
        }
        return Outcome.FAILED;
    }

    static AttributeValue attribute(Comparison newest, List<Comparison> before) {
        List<AttributeValue> all = new ArrayList<>(KEPT);
        all.add(attribute(newest));
        before.stream().limit(KEPT - 1L).forEach(one -> all.add(attribute(one)));
        return AttributeValue.fromL(all);
    }

    private static AttributeValue attribute(Comparison of) {
        Map<String, AttributeValue> map = new HashMap<>();
        map.put("Began", DynamoRecords.number(of.began()));
        map.put("Updated", DynamoRecords.number(of.updated()));
        map.put("Ended", DynamoRecords.number(of.ended()));
        map.put("Outcome", AttributeValue.fromS(of.outcome().name()));
        map.put("Error", AttributeValue.fromS(of.error()));
        map.put("OnQueue", DynamoRecords.number(of.onQueue()));
        map.put("SourceListed", DynamoRecords.number(of.sourceListed()));
        map.put("DestinationListed", DynamoRecords.number(of.destinationListed()));
        map.put("Same", DynamoRecords.number(of.same()));
        map.put("Queued", DynamoRecords.number(of.queued()));
        map.put("QueuedBytes", DynamoRecords.number(of.queuedBytes()));
        map.put("Deletes", DynamoRecords.number(of.deletes()));
        map.put("Failed", DynamoRecords.number(of.failed()));
        return AttributeValue.fromM(map);
    }
}
