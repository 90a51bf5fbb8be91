package dev.caravan.record;

import java.util.Comparator;

/**
 * An unfinished multipart upload by our own record.
 *
 * @param key the destination's key
 * @param status STARTED or SPLIT_DONE
 * @param size of the object in bytes
 * @param started when it was begun or last resumed, in epoch milliseconds; 0 if unknown
 * @param parts planned number; 0 if unknown
 * @param uploadId empty if a process was killed before it learned the ID
 * @param claimed whether an earlier, interrupted sweep claimed it for aborting
 */
public record OpenUpload(
        String key, JobStatus status, long size, long started, int parts, String uploadId, boolean claimed) {

    public static final String ABORTED = "UploadAborted: ";

    public static final String CLAIM = ABORTED + "it is being aborted";

    /** Returns whether it is only an intent to begin an upload. */
    public boolean isIntended() {
        return uploadId.isEmpty();
    }

    /** Orders by age. An upload without a time is never treated as old. */
    static final Comparator<OpenUpload> OLDEST = Comparator.comparingLong(
                    (OpenUpload upload) -> upload.started > 0 ? upload.started : Long.MAX_VALUE)
            .thenComparing(OpenUpload::key)
            .thenComparing(OpenUpload::uploadId);
}
