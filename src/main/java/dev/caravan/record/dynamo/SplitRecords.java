package dev.caravan.record.dynamo;

import dev.caravan.record.JobStatus;
import dev.caravan.record.RecordsException;
import dev.caravan.record.SplitRecord;
import dev.caravan.record.StatusRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Changes the records of giant objects, in the table of all records, on behalf of one step: only if the record is still
 * of the step's upload.
 */
public record SplitRecords(DynamoDbClient client, String table) {

    private static final String OURS = "UploadId = :upload AND (JobStatus IN (:started, :split)"
            + " OR (JobStatus = :cancel AND RenewedBy = :claimant))";

    private static final Map<String, JobStatus> OPEN =
            Map.of(":started", JobStatus.STARTED, ":split", JobStatus.SPLIT_DONE, ":cancel", JobStatus.CANCEL);

    /** Includes uploads that were given up. */
    private static final String OURS_OR_GIVEN_UP = "(" + OURS + ") OR (UploadId = :upload AND JobStatus = :given)";

    private static final String END = "SET JobStatus = :status, RenewedBy = :claimant, #error = :error,"
            + " EndTime = :ended, EndTimestamp = :end";

    /** Returns the record of a destination key; {@link SplitRecord#NONE} if none. */
    public SplitRecord find(String key) {
        Map<String, AttributeValue> item = new Item(client, table, key).readRecord();
        return item.isEmpty()
                ? SplitRecord.NONE
                : new SplitRecord(
                        DynamoRecords.standing(item),
                        DynamoRecords.number(item, "Size"),
                        DynamoRecords.number(item, "PartSize"),
                        item.containsKey("RenewedBy") ? (int) DynamoRecords.number(item, "RenewedBy") : -1,
                        DynamoRecords.number(item, DynamoRecords.RECEIVED));
    }

    /**
     * Claims the right to copy the object of an unusable upload again. Only one of several claimants gets it.
     *
     * @param claimant the message, which returns until the copy is done, so it may claim again
     * @param orGivenUp whether to claim an object that was given up, too
     * @return whether this claimant has it
     */
    public boolean claim(String key, String uploadId, int claimant, String why, boolean orGivenUp) {
        return update(orGivenUp ? OURS_OR_GIVEN_UP : OURS, key, uploadId, claimant, why, JobStatus.CANCEL);
    }

    /** Records that the object is given up; returns whether it is new. */
    public boolean giveUp(String key, String uploadId, int claimant, String why) {
        return update(OURS, key, uploadId, claimant, why, JobStatus.ERROR);
    }

    private boolean update(String condition, String key, String uploadId, int claimant, String why, JobStatus status) {
        Instant now = Instant.now();
        Map<String, Object> values = new HashMap<>(OPEN);
        values.put(":status", status);
        values.put(":upload", uploadId);
        values.put(":claimant", claimant);
        values.put(":error", why);
        values.put(":ended", StatusRecord.time(now));
        values.put(":end", now.toEpochMilli());
        if (condition.equals(OURS_OR_GIVEN_UP)) {
            values.put(":given", JobStatus.ERROR);
        }
        Item item = new Item(client, table, key);
        return RecordsException.calling(
                "can't write to",
                table,
                () -> item.change(item.update(END, values)
                        .conditionExpression(condition)
                        .expressionAttributeNames(Map.of("#error", "Error"))));
    }
}
