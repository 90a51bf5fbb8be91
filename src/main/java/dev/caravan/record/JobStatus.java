package dev.caravan.record;

/** The state of an object: the values of the status record's attribute {@code JobStatus}, in the order of summaries. */
public enum JobStatus {
    /** The object is at the destination. */
    DONE,
    /** Deleted at the destination. */
    DELETED,
    /** No work was left: the source's object disappeared, or reappeared before its deletion. */
    CANCEL,
    /** The routes skipped it; the record's error says why. */
    SKIPPED,
    /** A large object's upload has begun. */
    STARTED,
    /** A giant object's parts are queued. */
    SPLIT_DONE,
    /** Failed, without another attempt in this run. */
    ERROR
}
