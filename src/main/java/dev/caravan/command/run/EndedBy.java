package dev.caravan.command.run;

import java.util.Locale;

/** The reasons for a run's end. */
enum EndedBy {
    /** All objects were found and have a result. */
    COMPLETE,
    MAX_OBJECTS,
    MAX_BYTES,
    MAX_DURATION,
    /** Its first objects all failed in the same way. */
    STOP_AFTER,
    /** Messages still waited on the queue, so the finder didn't compare. */
    WHEN_BUSY,
    SIGNAL,
    FAILURE;

    /** Returns the word for programs; for a limit the name of its option. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isLimit() {
        return this == MAX_OBJECTS || this == MAX_BYTES || this == MAX_DURATION;
    }
}
