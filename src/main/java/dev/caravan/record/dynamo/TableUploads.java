package dev.caravan.record.dynamo;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.record.JobStatus;
import dev.caravan.record.OldestUploads;
import dev.caravan.record.OpenUpload;
import dev.caravan.record.OpenUploads;
import dev.caravan.record.ReservedKey;
import dev.caravan.record.SplitRecord;
import dev.caravan.record.StatusRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The uploads of a fleet, in its tables; {@code partsTable} is empty if there is none. */
public record TableUploads(DynamoDbClient client, String table, String partsTable) implements OpenUploads {

    private static final List<String> ATTRIBUTES = List.of(
            "ObjectKey", "JobStatus", "Size", "StartTimestamp", "Parts", "UploadId", "Error", DynamoRecords.INTENT);

    private static final String BEGUN = "(#JobStatus IN (:started, :split) AND attribute_exists(#UploadId))"
            + " OR attribute_exists(#UploadIntent)";
    private static final String STILL_OURS = "JobStatus IN (:started, :split) AND UploadId = :upload";
    private static final String UNTOUCHED = STILL_OURS + " AND StartTimestamp = :start";
    private static final String END =
            "SET JobStatus = :failed, #error = :why, EndTime = :ended, EndTimestamp = :end, SpentTime = :spent";

    private static final Map<String, JobStatus> STATUSES =
            Map.of(":started", JobStatus.STARTED, ":split", JobStatus.SPLIT_DONE);

    @Override
    public List<OpenUpload> oldest(Window window, OpenUpload after) throws ControlPlaneException, InterruptedException {
        OldestUploads oldest = new OldestUploads(window, after);
        StatusScan scan = new StatusScan(client, table);
        ScanRequest.Builder begun =
                scan.request(ATTRIBUTES).filterExpression(BEGUN).expressionAttributeValues(Item.values(STATUSES));
        scan.scan(begun, item -> {
            offer(item, oldest);
            return true;
        });
        return oldest.sorted();
    }

    private static void offer(Map<String, AttributeValue> item, OldestUploads oldest) {
        String key = DynamoRecords.text(item, "ObjectKey");
        String uploadId = DynamoRecords.text(item, "UploadId");
        JobStatus status = DynamoRecords.status(item);
        long intent = ScannedRecord.number(item, DynamoRecords.INTENT);
        if (ReservedKey.isReserved(key)) {
            return;
        }
        if (intent > 0) {
            oldest.offer(new OpenUpload(key, JobStatus.STARTED, 0, intent, 0, "", false));
        }
        if (!uploadId.isEmpty() && status != null && SplitRecord.OPEN.contains(status)) {
            oldest.offer(new OpenUpload(
                    key,
                    status,
                    ScannedRecord.size(item),
                    ScannedRecord.number(item, "StartTimestamp"),
                    ScannedRecord.count(item, "Parts"),
                    uploadId,
                    DynamoRecords.text(item, "Error").startsWith(OpenUpload.ABORTED)));
        }
    }

    /** Counts recorded parts, which only giant objects have. */
    @Override
    public long partsDone(OpenUpload upload) throws ControlPlaneException {
        if (partsTable.isEmpty() || upload.status() != JobStatus.SPLIT_DONE) {
            return UNKNOWN;
        }
        return ControlPlaneProblem.calling(
                "table " + partsTable,
                () -> client
                        .queryPaginator(query -> query.tableName(partsTable)
                                .select(Select.COUNT)
                                .keyConditionExpression("UploadId = :upload")
                                .filterExpression("JobStatus = :done")
                                .expressionAttributeValues(
                                        Item.values(Map.of(":upload", upload.uploadId(), ":done", PartRecords.DONE))))
                        .stream()
                        .mapToLong(QueryResponse::count)
                        .sum());
    }

    @Override
    public boolean claim(OpenUpload upload) throws ControlPlaneException {
        return update(upload, OpenUpload.CLAIM, "SET #error = :why", UNTOUCHED, Map.of(":start", upload.started()));
    }

    @Override
    public boolean aborted(OpenUpload upload, String why, Instant now) throws ControlPlaneException {
        Map<String, Object> values = new HashMap<>();
        values.put(":failed", JobStatus.ERROR);
        values.put(":ended", StatusRecord.TIME.format(now));
        values.put(":end", now.toEpochMilli());
        values.put(":spent", (now.toEpochMilli() - upload.started()) / 1000.0);
        return update(upload, why, END, STILL_OURS, values);
    }

    @Override
    public Set<String> known(String key) throws ControlPlaneException {
        Item record = new Item(client, table, key);
        return Set.of(DynamoRecords.text(record.asking(() -> record.read(true)), "UploadId"));
    }

    /** Keeps the record: another worker may have ended the upload and be about to record it. */
    @Override
    public void gone(OpenUpload upload) {}

    @Override
    public boolean forget(OpenUpload intended) throws ControlPlaneException {
        Item item = new Item(client, table, intended.key());
        return item.asking(() ->
                item.change(item.update("REMOVE " + DynamoRecords.INTENT, Map.of(":start", intended.started()))
                        .conditionExpression(DynamoRecords.INTENT + " = :start")));
    }

    private boolean update(OpenUpload upload, String why, String what, String condition, Map<String, ?> more)
            throws ControlPlaneException {
        Map<String, Object> values = new HashMap<>(STATUSES);
        values.putAll(more);
        values.put(":upload", upload.uploadId());
        values.put(":why", why);
        UpdateItemRequest request = new Item(client, table, upload.key())
                .update(what, values)
                .conditionExpression(condition)
                .expressionAttributeNames(Map.of("#error", "Error"))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        return ControlPlaneProblem.calling("table " + table, () -> {
            try {
                client.updateItem(request);
                return true;
            } catch (ConditionalCheckFailedException e) {
                // The client repeats a request whose answer was lost: what it meets then is its own.
                return e.hasItem()
                        && values.containsKey(":failed")
                        && DynamoRecords.text(e.item(), "UploadId").equals(upload.uploadId())
                        && DynamoRecords.status(e.item()) == JobStatus.ERROR
                        && DynamoRecords.text(e.item(), "Error").equals(why);
            }
        });
    }
}
