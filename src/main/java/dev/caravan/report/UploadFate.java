package dev.caravan.report;

import dev.caravan.record.OpenUpload;

/**
 * An upload as it is told.
 *
 * @param upload as its record has it
 * @param partsDone how many parts are done; {@link #UNKNOWN} where that can't be had
 * @param fate what became of it
 * @param why where that needs a reason, in one line; else empty
 */
record UploadFate(OpenUpload upload, long partsDone, Fate fate, String why) {

    static final long UNKNOWN = -1;

    /** What became of an upload. */
    enum Fate {
        /** Nothing was to be done. */
        OPEN(""),
        /** A process was killed when it was about to begin the upload, and it isn't known whether it did. */
        INTENDED("may not exist: a process ended when it was about to begin it"),
        /** The destination has it, and no record names it; it may be the one that such a process was about to begin. */
        UNRECORDED("left alone: not on record; a process ended when it was about to begin an upload of this key"),
        /** The destination has no such upload: it was completed, or aborted by somebody else, or is at another destination. */
        GONE("left alone: the destination has no such upload"),
        /** Only told. */
        WOULD_BE_ABORTED("would be aborted"),
        /** It is gone from the destination, and its record is an error. */
        ABORTED("aborted"),
        /** Somebody ended it or took it up since its record was read. */
        CHANGED("left alone: its record has changed meanwhile"),
        /** It is still there, or nobody knows. */
        FAILED("not aborted");

        private final String text;

        Fate(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
