package dev.caravan.finder;

/** Why an object is copied. */
public enum Reason {
    /** The destination doesn't have it. */
    MISSING("new"),
    /** The sizes differ. */
    SIZE("changed, by size"),
    /** The ETags differ, and they tell about the content. */
    ETAG("changed, by etag"),
    /** The source was modified after the destination. */
    NEWER("changed, newer"),
    /** Everything is copied. */
    ALWAYS("not compared"),
    /** It is another version than the destination has in its place. */
    VERSIONS("another version");

    private final String words;

    Reason(String words) {
        this.words = words;
    }

    /** Returns the reason in a few words. */
    public String words() {
        return words;
    }
}
