package dev.caravan.transfer;

import dev.caravan.record.StatusRecord;
import dev.caravan.record.UploadLeft;
import java.util.Map;

/**
 * Keeps a run's unfinished multipart uploads: in a journal on disk, or in a fleet's table. An upload's intent is
 * recorded before the store is asked, and its ID before its first part is sent, so a killed process leaves no unknown
 * upload.
 */
public interface UploadRecords {

    /** Returns the key's unfinished upload; null if none. */
    UploadLeft find(String destinationKey);

    /** Records that an upload of the object is about to begin. */
    void intended(Transfer transfer);

    /** Records the ID of a new or resumed upload, unless the transfer's record has it. */
    default void begun(Transfer transfer) {}

    /** Records that an upload is completed, aborted or gone, unless the transfer's record has the result. */
    default void ended(String destinationKey, String uploadId) {}

    /** Returns the updates that write the transfer's record to Amazon DynamoDB; null to write nothing. */
    default Map<String, ?> updates(Transfer transfer, StatusRecord record) {
        return null;
    }

    /** Records that the transfer's record is written, with DynamoDB's answer, empty if it went elsewhere. */
    void recorded(Transfer transfer, StatusRecord record, Map<String, ?> answer);
}
