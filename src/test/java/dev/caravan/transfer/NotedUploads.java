package dev.caravan.transfer;

import dev.caravan.record.StatusRecord;
import dev.caravan.record.UploadLeft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Records of uploads in memory: one that was left, and what was noted. */
final class NotedUploads implements UploadRecords {

    /** The calls, in the order of the events that a test adds. */
    final List<String> events = new ArrayList<>();

    UploadLeft left;
    RuntimeException failure;

    @Override
    public UploadLeft find(String destinationKey) {
        return left;
    }

    @Override
    public void intended(Transfer transfer) {
        events.add("intended");
    }

    @Override
    public void begun(Transfer transfer) {
        events.add("begun " + transfer.uploadId());
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void ended(String destinationKey, String uploadId) {
        events.add("ended " + uploadId);
    }

    @Override
    public void recorded(Transfer transfer, StatusRecord record, Map<String, ?> answer) {
        throw new UnsupportedOperationException("no record is written here");
    }
}
