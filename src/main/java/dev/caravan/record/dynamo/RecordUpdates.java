package dev.caravan.record.dynamo;

import dev.caravan.record.StatusRecord;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeAction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;

/** A status record as the updates of an item's attributes. An attribute that says nothing is removed. */
final class RecordUpdates {

    private static final AttributeValueUpdate REMOVED =
            AttributeValueUpdate.builder().action(AttributeAction.DELETE).build();

    private final Map<String, AttributeValueUpdate> updates = new HashMap<>(32);

    private RecordUpdates() {}

    /** @param endsIntent whether the note that an upload is about to be begun is removed */
    static Map<String, AttributeValueUpdate> of(StatusRecord record, boolean endsIntent) {
        RecordUpdates all = new RecordUpdates();
        all.text("JobStatus", record.jobStatus().name());
        all.number("Size", record.size());
        all.text("Etag", record.etag());
        all.text("SourceEtag", record.sourceEtag());
        all.text("StartTime", record.startTime());
        all.text("EndTime", record.endTime());
        all.number("StartTimestamp", record.start().toEpochMilli());
        all.number("EndTimestamp", record.end().toEpochMilli());
        all.put("SpentTime", AttributeValue.fromN(Double.toString(record.spentSeconds())));
        all.number("Attempts", record.attempts());
        all.text("Error", record.error());
        all.text("UploadId", record.uploadId());
        all.positive("Parts", record.parts());
        all.positive("PartSize", record.partSize());
        // A record that comes from no event leaves the last event's.
        if (!record.sequencer().isEmpty()) {
            all.text("Sequencer", record.sequencer());
        }
        if (endsIntent) {
            all.updates.put(DynamoRecords.INTENT, REMOVED);
        }
        return all.updates;
    }

    private void text(String name, String text) {
        if (text.isEmpty()) {
            updates.put(name, REMOVED);
        } else {
            put(name, AttributeValue.fromS(text));
        }
    }

    private void positive(String name, long value) {
        if (value > 0) {
            number(name, value);
        } else {
            updates.put(name, REMOVED);
        }
    }

    private void number(String name, long value) {
        put(name, AttributeValue.fromN(Long.toString(value)));
    }

    private void put(String name, AttributeValue value) {
        updates.put(name, AttributeValueUpdate.builder().value(value).build());
    }
}
