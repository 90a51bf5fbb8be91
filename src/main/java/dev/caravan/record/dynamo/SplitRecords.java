package dev.caravan.record.dynamo;

import dev.caravan.record.JobStatus;
import dev.caravan.record.RecordsException;
import dev.caravan.record.SplitRecord;
import dev.caravan.record.StatusRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Changes the records of giant objects, in the table of all records, on behalf of one step: only if the record is still
 * of the step's upload.
 */
public record SplitRecords(DynamoDbClient client, String table) {

    private static final String OURS = "UploadId = :upload AND (JobStatus IN (:started, :split)"
            + " OR (JobStatus = :cancel AND RenewedBy = :claimant))";

    /** Includes uploads that were given up. */
    private static final String OURS_OR_GIVEN_UP = "(" + OURS + ") OR (UploadId = :upload AND JobStatus = :given)";

    private static final String END = "SET JobStatus = :status, RenewedBy = :claimant, #error = :error,"
            + " EndTime = :ended, EndTimestamp = :end";

    /** Returns the record of a destination key; {@link SplitRecord#NONE} if none. */
    public SplitRecord find(String key) {
        Map<String, AttributeValue> item = RecordsException.calling(
                "can't read from",
                table,
                () -> client.getItem(
                                ask -> ask.tableName(table).consistentRead(true).key(DynamoRecords.keyOf(key)))
                        .item());
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
     * Claims the right to copy the object of an unusable upload again, which one of several claimants gets.
     *
     * @param claimant comes back until that is done, so it may claim again
     * @return whether this claimant has it
     */
    public boolean claim(String key, String uploadId, int claimant, String why) {
        return update(OURS, key, uploadId, claimant, why, JobStatus.CANCEL);
    }

    /** Claims like {@link #claim}, also for an object that was given up. */
    public boolean claimGivenUp(String key, String uploadId, int claimant, String why) {
        return update(OURS_OR_GIVEN_UP, key, uploadId, claimant, why, JobStatus.CANCEL);
    }

    /** Records that the object is given up; returns whether it is new. */
    public boolean giveUp(String key, String uploadId, int claimant, String why) {
        return update(OURS, key, uploadId, claimant, why, JobStatus.ERROR);
    }

    private boolean update(String condition, String key, String uploadId, int claimant, String why, JobStatus status) {
        Instant now = Instant.now();
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":status", AttributeValue.fromS(status.name()),
                ":upload", AttributeValue.fromS(uploadId),
                ":claimant", DynamoRecords.number(claimant),
                ":error", AttributeValue.fromS(why),
                ":ended", AttributeValue.fromS(StatusRecord.time(now)),
                ":end", DynamoRecords.number(now.toEpochMilli()),
                ":started", AttributeValue.fromS(JobStatus.STARTED.name()),
                ":split", AttributeValue.fromS(JobStatus.SPLIT_DONE.name()),
                ":cancel", AttributeValue.fromS(JobStatus.CANCEL.name())));
        if (condition.equals(OURS_OR_GIVEN_UP)) {
            values.put(":given", AttributeValue.fromS(JobStatus.ERROR.name()));
        }
        try {
            client.updateItem(change -> change.tableName(table)
                    .key(DynamoRecords.keyOf(key))
                    .updateExpression(END)
                    .conditionExpression(condition)
                    .expressionAttributeNames(Map.of("#error", "Error"))
                    .expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        } catch (SdkException e) {
            throw new RecordsException("can't write to", table, e);
        }
    }
}
