package dev.caravan.local;

/** Behaviours that Qiniu doesn't define, and errors of domains. A test selects them. Thread-safe. */
public final class KodoQuirks {
    private volatile Markers markers = Markers.PLAIN;
    private volatile boolean ignoresIfMatch;
    private volatile boolean compresses;
    private volatile boolean gzSuffix;
    private volatile boolean repeatsTokens;

    KodoQuirks() {}

    /** The format of a listing's markers. */
    public enum Markers {
        /** Contains only the last key, in JSON in base64. A client can create such a marker. */
        PLAIN,
        /** A server secret. The server rejects any other marker with 640. */
        SECRET,
        /** A server secret. The server starts at the beginning if it gets any other marker. */
        FORGIVING
    }

    public KodoQuirks markers(Markers kind) {
        markers = kind;
        return this;
    }

    /** Ignores If-Match on downloads. */
    public KodoQuirks ignoresIfMatch() {
        ignoresIfMatch = true;
        return this;
    }

    /** Makes domains compress all whole objects, even if the client didn't ask for it. */
    public KodoQuirks compresses() {
        compresses = true;
        return this;
    }

    /** Makes domains add {@code .gz} to ETags, as Kodo does after it has compressed an object. */
    public KodoQuirks gzSuffix() {
        gzSuffix = true;
        return this;
    }

    /** Makes the error about a bad token repeat the request. */
    public KodoQuirks repeatsTokens() {
        repeatsTokens = true;
        return this;
    }

    Markers markers() {
        return markers;
    }

    boolean isIfMatchIgnored() {
        return ignoresIfMatch;
    }

    boolean isCompressing() {
        return compresses;
    }

    boolean hasGzSuffix() {
        return gzSuffix;
    }

    boolean isRepeatingTokens() {
        return repeatsTokens;
    }
}
