package dev.caravan.record;

/** What has become of an object: the values of the status record's attribute {@code JobStatus}. */
public enum JobStatus {
    /** A large object's upload has begun. */
    STARTED,
    /** It is at the destination. */
    DONE,
    /** A giant object's parts are on the queue. */
    SPLIT_DONE,
    /** There was nothing to be done any more: the source's object went, or came back before its delete. */
    CANCEL,
    /** The routes left it out on purpose; the record's error says why. */
    SKIPPED,
    /** It failed, and won't be tried again in this run. */
    ERROR,
    /** It was deleted at the destination. */
    DELETED
}
