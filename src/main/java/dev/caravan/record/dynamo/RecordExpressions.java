package dev.caravan.record.dynamo;

import dev.caravan.record.JobStatus;
import dev.caravan.record.StatusRecord;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A record as DynamoDB's expressions and their values. The few texts that there can be are made once. */
final class RecordExpressions {

    /** The names that DynamoDB reserves (Amazon DynamoDB, "Reserved words in DynamoDB"). */
    static final Map<String, String> NAMES = Map.of("#size", "Size", "#error", "Error");

    /** False where there is no item, or only a claim's: what isn't there is never in a list nor greater. */
    private static final String NEWER = "(JobStatus IN (:done, :deleted) AND StartTimestamp > :start)";

    private static final String WITHOUT_EVENT = "NOT " + NEWER;
    private static final String WITH_EVENT = "(attribute_not_exists(Sequencer) OR Sequencer <= :sequencer)"
            + " AND (Sequencer < :sequencer OR NOT " + NEWER + ")";

    /** That there was nothing to be done says less than that the object was deleted. */
    private static final String NOT_DELETED = " AND NOT (JobStatus = :deleted)";

    /** Attributes that an item has only where they say something, and their values' names. */
    private static final String[][] OPTIONAL = {
        {"Etag", ":etag"},
        {"SourceEtag", ":source"},
        {"#error", ":error"},
        {"UploadId", ":upload"},
        {"Parts", ":parts"},
        {"PartSize", ":partSize"}
    };

    private static final int SEQUENCER = 1 << OPTIONAL.length;
    private static final String[] UPDATES = updates();

    private static final AttributeValue DONE = AttributeValue.fromS(JobStatus.DONE.name());
    private static final AttributeValue DELETED = AttributeValue.fromS(JobStatus.DELETED.name());

    private final Map<String, AttributeValue> values = new HashMap<>(32);
    private final String condition;
    private final boolean endsIntent;
    private int present;

    /**
     * @param endsIntent whether the note that an upload is about to be begun is removed
     */
    RecordExpressions(StatusRecord record, boolean endsIntent) {
        this.endsIntent = endsIntent;
        values.put(":status", AttributeValue.fromS(record.jobStatus().name()));
        values.put(":size", number(record.size()));
        values.put(":began", AttributeValue.fromS(record.startTime()));
        values.put(":ended", AttributeValue.fromS(record.endTime()));
        values.put(":start", number(record.start().toEpochMilli()));
        values.put(":end", number(record.end().toEpochMilli()));
        values.put(":spent", AttributeValue.fromN(Double.toString(record.spentSeconds())));
        values.put(":attempts", number(record.attempts()));
        values.put(":done", DONE);
        values.put(":deleted", DELETED);
        optional(0, record.etag());
        optional(1, record.sourceEtag());
        optional(2, record.error());
        optional(3, record.uploadId());
        if (record.parts() > 0) {
            present |= 1 << 4;
            values.put(":parts", number(record.parts()));
        }
        if (record.partSize() > 0) {
            present |= 1 << 5;
            values.put(":partSize", number(record.partSize()));
        }
        String rule = WITHOUT_EVENT;
        if (!record.sequencer().isEmpty()) {
            present |= SEQUENCER;
            values.put(":sequencer", AttributeValue.fromS(record.sequencer()));
            rule = WITH_EVENT;
        }
        condition = record.jobStatus() == JobStatus.CANCEL ? rule + NOT_DELETED : rule;
    }

    private void optional(int index, String text) {
        if (!text.isEmpty()) {
            present |= 1 << index;
            values.put(OPTIONAL[index][1], AttributeValue.fromS(text));
        }
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    /** An attribute that says nothing is removed; but a record that comes from no event leaves the last event's sequencer. */
    private static String[] updates() {
        String[] updates = new String[2 * SEQUENCER];
        for (int present = 0; present < updates.length; present++) {
            StringBuilder set = new StringBuilder("SET JobStatus = :status, #size = :size, StartTime = :began,"
                    + " EndTime = :ended, StartTimestamp = :start, EndTimestamp = :end, SpentTime = :spent,"
                    + " Attempts = :attempts");
            StringBuilder remove = new StringBuilder();
            for (int i = 0; i < OPTIONAL.length; i++) {
                if ((present & 1 << i) != 0) {
                    set.append(", ").append(OPTIONAL[i][0]).append(" = ").append(OPTIONAL[i][1]);
                } else {
                    remove.append(remove.isEmpty() ? " REMOVE " : ", ").append(OPTIONAL[i][0]);
                }
            }
            if ((present & SEQUENCER) != 0) {
                set.append(", Sequencer = :sequencer");
            }
            updates[present] = set.append(remove).toString();
        }
        return updates;
    }

    String update() {
        String update = UPDATES[present];
        if (!endsIntent) {
            return update;
        }
        return update + (update.contains(" REMOVE ") ? ", " : " REMOVE ") + DynamoRecords.INTENT;
    }

    String condition() {
        return condition;
    }

    Map<String, AttributeValue> values() {
        return values;
    }
}
