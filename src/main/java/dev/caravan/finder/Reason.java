package dev.caravan.finder;

/** The reasons to copy an object. */
public enum Reason {
    MISSING("new"),
    SIZE("changed, by size"),
    /** The ETags describe the content and differ. */
    ETAG("changed, by etag"),
    /** The source was modified after the destination. */
    NEWER("changed, newer"),
    /** Both were modified in the same second, so that the source may have been overwritten after the copy. */
    TIME("may have changed"),
    ALWAYS("not compared"),
    VERSIONS("another version");

    private final String words;

    Reason(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
