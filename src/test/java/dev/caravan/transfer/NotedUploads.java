package dev.caravan.transfer;

import dev.caravan.record.StatusRecord;
import dev.caravan.record.UploadLeft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Upload records in memory: one upload of an earlier run, and the calls of this run. */
final class NotedUploads implements UploadRecords {

    /** The calls, in order. A test may add its own events. */
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
