package dev.caravan.command.run;

/** The reasons for a run's end. */
enum EndedBy {
    /** All objects were found and have a result. */
    COMPLETE("complete"),
    MAX_OBJECTS("max-objects"),
    MAX_BYTES("max-bytes"),
    MAX_DURATION("max-duration"),
    /** Its first objects all failed in the same way. */
    STOP_AFTER("stop-after"),
    /** Messages still waited on the queue, so the finder didn't compare. */
    BUSY("when-busy"),
    SIGNAL("signal"),
    FAILURE("failure");

    private final String word;

    EndedBy(String word) {
        this.word = word;
    }

    /** Returns the word for programs; for a limit the name of its option. */
    String word() {
        return word;
    }

    boolean isLimit() {
        return this == MAX_OBJECTS || this == MAX_BYTES || this == MAX_DURATION;
    }
}
