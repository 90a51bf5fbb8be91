package dev.caravan.ops;

import dev.caravan.status.OpenUpload;

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
