package dev.caravan.record;

import java.util.Set;

/**
 * The record of an object that is split over the fleet.
 *
 * @param standing the record as for any object
 * @param size of the copied version in bytes
 * @param partSize of every part but the last, in bytes; 0 if unknown
 * @param renewedBy number of the part (0 for another message) that found the upload unusable and has the object copied
 *     again; -1 for none
 * @param received when the queue delivered the first message, in epoch milliseconds by the queue's clock; 0 if unknown
 */
public record SplitRecord(StandingRecord standing, long size, long partSize, int renewedBy, long received) {

    /** The value without a record. */
    public static final SplitRecord NONE = new SplitRecord(StandingRecord.NONE, 0, 0, -1, 0);

    /** The states with an open upload. */
    public static final Set<JobStatus> OPEN = Set.of(JobStatus.STARTED, JobStatus.SPLIT_DONE);

    public boolean isOpen() {
        return standing.status() != null
                && OPEN.contains(standing.status())
                && !standing.uploadId().isEmpty();
    }
}
