package dev.caravan.record;

/** The state of an object: the values of the status record's attribute {@code JobStatus}. */
public enum JobStatus {
    /** A large object's upload has begun. */
    STARTED,
    /** The object is at the destination. */
    DONE,
    /** A giant object's parts are queued. */
    SPLIT_DONE,
    /** No work was left: the source's object disappeared, or reappeared before its deletion. */
    CANCEL,
    /** The routes skipped it; the record's error says why. */
    SKIPPED,
    /** Failed, without another attempt in this run. */
    ERROR,
    /** Deleted at the destination. */
    DELETED
}
