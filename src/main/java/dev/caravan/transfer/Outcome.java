package dev.caravan.transfer;

import dev.caravan.record.JobStatus;
import dev.caravan.store.Failures;

/** How the work on an object has ended, or how far it is. */
public sealed interface Outcome {

    /** Returns the status that the record gets. */
    JobStatus status();

    /** Returns the reason in one line without secrets; empty where all is well. */
    default String reason() {
        return "";
    }

    /** The object is at the destination as the source has it, unless a later request fails. */
    record Done() implements Outcome {
        @Override
        public JobStatus status() {
            return JobStatus.DONE;
        }
    }

    /** An upload is begun. */
    record Started() implements Outcome {
        @Override
        public JobStatus status() {
            return JobStatus.STARTED;
        }
    }

    /** The object is split over the fleet. */
    record Split() implements Outcome {
        @Override
        public JobStatus status() {
            return JobStatus.SPLIT_DONE;
        }
    }

    /** The object is deleted at the destination. */
    record Deleted() implements Outcome {
        @Override
        public JobStatus status() {
            return JobStatus.DELETED;
        }
    }

    /** A step of the user leaves the object out. */
    record Skipped(String reason) implements Outcome {
        @Override
        public JobStatus status() {
            return JobStatus.SKIPPED;
        }
    }

    /** Nothing was to be done. */
    record Needless(String reason) implements Outcome {

        /** Another worker's work stands. */
        public static final Needless DONE_BY_ANOTHER = new Needless("another worker has done it");

        @Override
        public JobStatus status() {
            return JobStatus.CANCEL;
        }
    }

    /**
     * The last attempt ended by a failure.
     *
     * @param status ERROR; CANCEL where the source no longer has the object or the run was stopped; STARTED where the run was stopped
     *     and the next one goes on with the upload
     */
    record Failed(JobStatus status, Throwable cause) implements Outcome {
        @Override
        public String reason() {
            return Failures.line(cause);
        }
    }
}
