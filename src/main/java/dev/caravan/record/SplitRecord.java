package dev.caravan.record;

import java.util.Set;

/**
 * What stands on record of an object that is split over the fleet.
 *
 * @param standing the record as for any object
 * @param size of the version that is copied, in bytes
 * @param partSize of every part but the last, in bytes; 0 where it isn't known
 * @param renewedBy number of the part, or 0 for another message, that found the upload of no use and has the object copied anew; -1 for none
 * @param received when the queue delivered the message that the work began with, in epoch milliseconds by the queue's clock; 0 where it isn't known
 */
public record SplitRecord(StandingRecord standing, long size, long partSize, int renewedBy, long received) {

    /** Nothing. */
    public static final SplitRecord NONE = new SplitRecord(StandingRecord.NONE, 0, 0, -1, 0);

    /** An upload of such a record is being filled. */
    public static final Set<JobStatus> OPEN = Set.of(JobStatus.STARTED, JobStatus.SPLIT_DONE);

    public boolean isOpen() {
        return standing.status() != null
                && OPEN.contains(standing.status())
                && !standing.uploadId().isEmpty();
    }
}
