package dev.caravan.finder;

/** Why an object is copied. */
public enum Reason {
    /** The destination doesn't have it. */
    MISSING,
    /** The sizes differ. */
    SIZE,
    /** The ETags differ, and they tell about the content. */
    ETAG,
    /** The source was modified after the destination. */
    NEWER,
    /** Everything is copied. */
    ALWAYS
}
