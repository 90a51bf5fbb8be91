package dev.caravan.job;

/** A finder's action if messages still wait when a comparison is due. */
public enum WhenBusy {
    /** Compares. Marks its messages, so that workers check the records before copying an object again. */
    COMPARE,
    /** Skips this comparison. */
    SKIP,
    /** Waits until the queue is empty, for an hour at most, and compares. */
    WAIT
}
