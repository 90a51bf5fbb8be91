package dev.caravan.transfer;

import dev.caravan.record.StatusRecord;
import dev.caravan.record.UploadLeft;
import java.util.Map;

/**
 * Where a run keeps its unfinished multipart uploads: a journal on the disk, or the table of a fleet. A process that is killed leaves no
 * upload without a trace, because each is on record before the store is asked for it, and its ID before its first part is sent.
 */
public interface UploadRecords {

    /** Returns the upload of the destination's key that was begun and not ended; null for none. */
    UploadLeft find(String destinationKey);

    /** Notes that an upload of the object is about to begin. */
    void intended(Transfer transfer);

    /** Notes the ID of the transfer's upload, which has begun or is taken over. */
    void begun(Transfer transfer);

    /** Notes that an upload is completed, aborted or gone. */
    void ended(String destinationKey, String uploadId);

    /** Returns the updates by which Amazon DynamoDB writes the record of the transfer; null if nothing is to be written there. */
    default Map<String, ?> updates(Transfer transfer, StatusRecord record) {
        return null;
    }

    /** Notes that the record of the transfer is written, and what Amazon DynamoDB answered; nothing if the record went elsewhere. */
    void recorded(Transfer transfer, StatusRecord record, Map<String, ?> answer);
}
