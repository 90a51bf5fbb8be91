package dev.caravan.job;

/** The rules by which two objects of the same name count as equal. */
public enum CompareMode {
    /** Same size; then the same ETag if both are MD5s, otherwise a destination newer than the source. */
    AUTO,
    SIZE,
    ETAG,
    /**
     * Same size and a destination newer than the source, by the stores' clocks. They have whole seconds, so within the
     * same second the order is unknown and the object is copied.
     */
    MTIME,
    /** Never: copies everything. */
    ALWAYS
}
