package dev.caravan.job;

/** When two objects of the same name count as equal. */
public enum CompareMode {
    /** Same size; then the same ETag where both are MD5s of the content, else a destination no older than the source. */
    AUTO,
    /** Same size. */
    SIZE,
    /** Same size and the same ETag. */
    ETAG,
    /** Same size and a destination no older than the source, by the stores' clocks. */
    MTIME,
    /** Never: everything is copied. */
    ALWAYS
}
