package dev.caravan.queue;

/** What becomes of a message that was received. Of a message with several objects the greatest outcome counts. */
enum Outcome {
    /** Everything in it is on record: it is deleted. */
    DONE,
    /** It failed for good, and that is on record: it goes to the dead letters. */
    FAILED,
    /** It failed for a while: it comes back after a pause. */
    LATER,
    /** It was not begun or not finished because the worker is to end: it comes back at once. */
    BACK
}
