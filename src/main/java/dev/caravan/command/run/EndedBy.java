package dev.caravan.command.run;

/** What has ended a run. */
enum EndedBy {
    /** Everything was found and has its fate. */
    COMPLETE("complete"),
    MAX_OBJECTS("max-objects"),
    MAX_BYTES("max-bytes"),
    MAX_DURATION("max-duration"),
    /** Its first objects all failed in the same way. */
    STOP_AFTER("stop-after"),
    /** Messages still waited on the queue, so that a finder did not compare. */
    BUSY("when-busy"),
    SIGNAL("signal"),
    /** The run itself failed. */
    FAILURE("failure");

    private final String word;

    EndedBy(String word) {
        this.word = word;
    }

    /** Returns the word for programs; of a limit it is the name of its option. */
    String word() {
        return word;
    }

    boolean isLimit() {
        return this == MAX_OBJECTS || this == MAX_BYTES || this == MAX_DURATION;
    }
}
