package dev.caravan.flow;

import dev.caravan.record.SplitRecord;
import dev.caravan.record.StandingRecord;
import dev.caravan.record.StatusRecord;
import dev.caravan.record.WriteResult;
import dev.caravan.record.WriteResult.Kind;
import dev.caravan.record.dynamo.DynamoRecords;
import org.apache.camel.Exchange;

/**
 * The note in a fleet's table that a worker is about to begin an upload. It stands there until the upload's ID does, so that a
 * worker that is killed in between leaves no upload without a trace.
 */
final class UploadIntent {

    /** Whether the note is this exchange's own: {@code true}, or absent. */
    private static final String OURS = "CaravanUploadIntent";

    private UploadIntent() {}

    static void note(DynamoRecords records, Exchange exchange) {
        exchange.removeProperty(OURS);
        if (records.intend(Transfer.of(exchange).destinationKey(), System.currentTimeMillis())) {
            exchange.setProperty(OURS, true);
        }
    }

    /** Writes a record, and removes the note if the record names the upload, or the store refused to begin one. */
    static WriteResult write(DynamoRecords records, StatusRecord record, Exchange exchange) {
        Transfer transfer = Transfer.of(exchange);
        boolean told = !record.uploadId().isEmpty() || transfer.isRefusedByStore();
        StandingRecord known = transfer.known();
        boolean ends = told && exchange.getProperty(OURS, false, Boolean.class);
        WriteResult result = records.write(record, known, ends);
        exchange.getMessage().removeHeader(MultipartSteps.LEFT_UPLOAD);
        if (result.kind() != Kind.REFUSED) {
            if (ends) {
                exchange.removeProperty(OURS);
            }
            // What this exchange itself left there is ended by now.
            if (leaves(result.other(), record) && !result.other().equals(known)) {
                exchange.getMessage()
                        .setHeader(MultipartSteps.LEFT_UPLOAD, result.other().uploadId());
            }
        }
        return result;
    }

    /** Whether the record took the place of one of another upload that wasn't ended: nothing else names that upload. */
    private static boolean leaves(StandingRecord before, StatusRecord record) {
        return before.status() != null
                && SplitRecord.OPEN.contains(before.status())
                && !before.uploadId().isEmpty()
                && !before.uploadId().equals(record.uploadId());
    }
}
