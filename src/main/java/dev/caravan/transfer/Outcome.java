package dev.caravan.transfer;

import dev.caravan.record.JobStatus;
import dev.caravan.store.Failures;

/**
 * The result or state of the work on an object.
 *
 * @param status for the record
 * @param reason one line without secrets; empty if there is none
 * @param failure of the last attempt; null if none
 */
public record Outcome(JobStatus status, String reason, Throwable failure) {

    /** The destination has the source's object, unless a later request fails. */
    static final Outcome DONE = new Outcome(JobStatus.DONE, "", null);

    static final Outcome STARTED = new Outcome(JobStatus.STARTED, "", null);

    /** The object is split over the fleet. */
    static final Outcome SPLIT = new Outcome(JobStatus.SPLIT_DONE, "", null);

    public static final Outcome DELETED = new Outcome(JobStatus.DELETED, "", null);

    /** Needless: another worker's result is valid. */
    public static final Outcome DONE_BY_ANOTHER = needless("another worker has done it");

    /** Needless: the object was copied after the message was sent. */
    static final Outcome DONE_BEFORE = needless("copied since the message was sent");

    /** Needless: the destination has the object. */
    static final Outcome THERE_ALREADY = needless("the destination has it already");

    /** A user step skipped the object. */
    public static Outcome skipped(String reason) {
        return new Outcome(JobStatus.SKIPPED, reason, null);
    }

    public static Outcome needless(String reason) {
        return new Outcome(JobStatus.CANCEL, reason, null);
    }

    /** The object has failed for good. */
    static Outcome refused(Throwable cause) {
        return failed(JobStatus.ERROR, cause);
    }

    /**
     * The last attempt failed.
     *
     * @param status ERROR; CANCEL if the source no longer has the object or the run was stopped; STARTED if the run was
     *     stopped and the next one resumes the upload
     */
    static Outcome failed(JobStatus status, Throwable cause) {
        return new Outcome(status, Failures.line(cause), cause);
    }
}
