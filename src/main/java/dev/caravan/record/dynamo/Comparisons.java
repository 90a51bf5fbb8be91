package dev.caravan.record.dynamo;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.record.Comparison;
import dev.caravan.record.Comparison.Outcome;
import dev.caravan.record.ReservedKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

    /** Returns the comparisons of all jobs of a table; empty without any. */
    public static List<Comparisons> read(DynamoDbClient client, String table) throws ControlPlaneException {
        return ControlPlaneProblem.calling("table " + table, () -> {
            AttributeValue jobs = new Item(client, table, JOBS_KEY).read(false).get(JOBS);
            List<Comparisons> all = new ArrayList<>();
            for (String job : jobs == null ? List.<String>of() : jobs.ss()) {
                Map<String, AttributeValue> lease = new Item(client, table, LeaseItem.key(job)).read(false);
                all.add(new Comparisons(
                        job,
                        DynamoRecords.text(lease, LeaseItem.FINDER),
                        lease.containsKey(LeaseItem.OWNER) ? ScannedRecord.number(lease, LeaseItem.UNTIL) : 0,
                        of(lease)));
            }
            return all;
        });
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
                DynamoRecords.named(Outcome.values(), DynamoRecords.text(map, "Outcome"), Outcome.FAILED),
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

    static AttributeValue attribute(Comparison newest, List<Comparison> before) {
        return AttributeValue.fromL(Stream.concat(Stream.of(newest), before.stream())
                .limit(KEPT)
                .map(Comparisons::attribute)
                .toList());
    }

    private static AttributeValue attribute(Comparison of) {
        return AttributeValue.fromM(Item.values(Map.ofEntries(
                Map.entry("Began", of.began()),
                Map.entry("Updated", of.updated()),
                Map.entry("Ended", of.ended()),
                Map.entry("Outcome", of.outcome()),
                Map.entry("Error", of.error()),
                Map.entry("OnQueue", of.onQueue()),
                Map.entry("SourceListed", of.sourceListed()),
                Map.entry("DestinationListed", of.destinationListed()),
                Map.entry("Same", of.same()),
                Map.entry("Queued", of.queued()),
                Map.entry("QueuedBytes", of.queuedBytes()),
                Map.entry("Deletes", of.deletes()),
                Map.entry("Failed", of.failed()))));
    }
}
