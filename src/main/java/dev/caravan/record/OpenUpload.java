package dev.caravan.record;

import java.util.Comparator;

/**
 * A multipart upload that our own record says was begun and not ended.
 *
 * @param key the destination's key
 * @param status STARTED or SPLIT_DONE
 * @param size of the object in bytes
 * @param started when it was begun, or last taken up, in epoch milliseconds; 0 where it isn't known
 * @param parts how many there are to be; 0 where it isn't known
 * @param uploadId of the upload; empty if a process was only about to begin one, and was killed before it knew the ID
 * @param claimed whether it was already claimed to be aborted, and that was broken off
 */
public record OpenUpload(
        String key, JobStatus status, long size, long started, int parts, String uploadId, boolean claimed) {

    /** What the reason in the record of an upload begins with that was aborted, or that was about to be. */
    public static final String ABORTED = "UploadAborted: ";

    public static final String CLAIM = ABORTED + "it is being aborted";

    /** Whether it is only known that an upload was about to be begun. */
    public boolean isIntended() {
        return uploadId.isEmpty();
    }

    /** What has no time is younger than all: nobody may call it old. */
    static final Comparator<OpenUpload> OLDEST = Comparator.comparingLong(
                    (OpenUpload upload) -> upload.started > 0 ? upload.started : Long.MAX_VALUE)
            .thenComparing(OpenUpload::key)
            .thenComparing(OpenUpload::uploadId);
}
