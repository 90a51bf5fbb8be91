package dev.caravan.queue;

/** The outcome of a received message. The greatest one of its objects counts. */
enum Outcome {
    /** All of it is recorded: delete it. */
    DONE,
    /** Failed for good, and recorded: move it to the dead letters. */
    FAILED,
    /** Failed for now: return it after a pause. */
    LATER,
    /** Unfinished because the worker ends: return it at once. */
    BACK
}
