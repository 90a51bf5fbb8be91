package dev.caravan.transfer;

import dev.caravan.record.JobStatus;
import dev.caravan.store.Failures;

/**
 * How the work on an object has ended, or how far it is.
 *
 * @param status the status that the record gets
 * @param reason one line without secrets; empty where all is well
 * @param failure the failure that ended the last attempt; null where none did
 */
public record Outcome(JobStatus status, String reason, Throwable failure) {

    /** The object is at the destination as the source has it, unless a later request fails. */
    static final Outcome DONE = new Outcome(JobStatus.DONE, "", null);

    /** An upload is begun. */
    static final Outcome STARTED = new Outcome(JobStatus.STARTED, "", null);

    /** The object is split over the fleet. */
    static final Outcome SPLIT = new Outcome(JobStatus.SPLIT_DONE, "", null);

    /** The object is deleted at the destination. */
    public static final Outcome DELETED = new Outcome(JobStatus.DELETED, "", null);

    /** Nothing was to be done, because another worker's work stands. */
    public static final Outcome DONE_BY_ANOTHER = needless("another worker has done it");

    /** Nothing was to be done, because the object was copied after the message was sent. */
    static final Outcome DONE_BEFORE = needless("copied since the message was sent");

    /** Nothing was to be done, because the destination has the object. */
    static final Outcome THERE_ALREADY = needless("the destination has it already");

    /** A step of the user leaves the object out. */
    public static Outcome skipped(String reason) {
        return new Outcome(JobStatus.SKIPPED, reason, null);
    }

    /** Nothing was to be done. */
    public static Outcome needless(String reason) {
        return new Outcome(JobStatus.CANCEL, reason, null);
    }

    /** The object has failed for good. */
    static Outcome refused(Throwable cause) {
        return failed(JobStatus.ERROR, cause);
    }

    /**
     * The last attempt ended by a failure.
     *
     * @param status ERROR; CANCEL where the source no longer has the object or the run was stopped; STARTED where the run was stopped
     *     and the next one goes on with the upload
     */
    static Outcome failed(JobStatus status, Throwable cause) {
        return new Outcome(status, Failures.line(cause), cause);
    }
}
