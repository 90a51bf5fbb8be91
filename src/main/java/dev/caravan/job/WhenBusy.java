package dev.caravan.job;

/** What a finder does where messages still wait when a comparison is due. */
public enum WhenBusy {
    /** Compares. Its messages are marked: workers look at the records before they copy an object again. */
    COMPARE,
    /** Leaves this comparison out. */
    SKIP,
    /** Waits until the queue is empty, for an hour at most, and compares. */
    WAIT
}
