package dev.caravan.job;

/** When two objects of the same name count as equal. */
public enum CompareMode {
    /** Same size; then the same ETag where both are MD5s of the content, else a destination newer than the source. */
    AUTO,
    /** Same size. */
    SIZE,
    /** Same size and the same ETag. */
    ETAG,
    /**
     * Same size and a destination newer than the source, by the stores' clocks. They tell whole seconds: of two objects of
     * the same second nobody can say which came first, so the source's is copied once more.
     */
    MTIME,
    /** Never: everything is copied. */
    ALWAYS
}
