package dev.caravan.report;

import dev.caravan.record.OpenUpload;

/**
 * An upload in a list.
 *
 * @param partsDone how many parts are done; {@link dev.caravan.record.OpenUploads#UNKNOWN} if unavailable
 * @param why the reason in one line, if any; else empty
 */
record UploadFate(OpenUpload upload, long partsDone, Fate fate, String why) {

    UploadFate(OpenUpload upload, long partsDone, Fate fate) {
        this(upload, partsDone, fate, "");
    }

    /** The outcomes of an upload. */
    enum Fate {
        /** Nothing to do. */
        OPEN(""),
        /** A process was killed before it created the upload, or before it recorded its ID. */
        INTENDED("may not exist: a process ended before it knew whether the upload had begun"),
        /** The destination has it but no record does; such a process may have created it. */
        UNRECORDED("left alone: not on record; a process ended when it was about to begin an upload of this key"),
        /** It was completed, aborted by another process, or is at another destination. */
        GONE("left alone: the destination has no such upload"),
        /** Listed only; no action taken. */
        WOULD_BE_ABORTED("would be aborted"),
        /** Removed from the destination, and recorded as an error. */
        ABORTED("aborted"),
        /** Ended or resumed since its record was read. */
        CHANGED("left alone: its record has changed meanwhile"),
        /** It is still there, or its state is unknown. */
        FAILED("not aborted");

        final String text;

        Fate(String text) {
            this.text = text;
        }
    }
}
