package dev.caravan.local;

/** Behaviours that Qiniu doesn't define, or errors of domains; a test chooses. Thread-safe. */
public final class KodoQuirks {
    private volatile Markers markers = Markers.PLAIN;
    private volatile boolean ignoresIfMatch;
    private volatile boolean compresses;
    private volatile boolean gzSuffix;
    private volatile boolean repeatsTokens;

    KodoQuirks() {}

    /** The form of a listing's markers. */
    public enum Markers {
        /** The last key in JSON in base64, and nothing else: a client may make one. */
        PLAIN,
        /** A secret of the server's, which refuses all others with 640. */
        SECRET,
        /** A secret of the server's, which begins at the beginning when it gets another. */
        FORGIVING
    }

    public KodoQuirks markers(Markers kind) {
        markers = kind;
        return this;
    }

    /** Downloads are answered whatever If-Match says. */
    public KodoQuirks ignoresIfMatch() {
        ignoresIfMatch = true;
        return this;
    }

    /** Domains compress whatever they send whole, though nobody asked for it. */
    public KodoQuirks compresses() {
        compresses = true;
        return this;
    }

    /** Domains add {@code .gz} to ETags, as after they have once compressed an object. */
    public KodoQuirks gzSuffix() {
        gzSuffix = true;
        return this;
    }

    /** The error about a bad token repeats the request. */
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
