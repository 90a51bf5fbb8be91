package dev.caravan.store;

import java.util.List;

/** Describes failures for records: the kind, then the message, in one line. */
public final class Failures {

    /** The kind of failures where the store rejects the credentials themselves. */
    public static final String CREDENTIALS = "Credentials";

    private static final int LONGEST = 1000;
    private static final int LONGEST_KIND = 60;

    private Failures() {}

    /**
     * Returns the innermost store failure among the causes, as the routes' error policies choose it; else the failure
     * itself. User steps wrap failures.
     */
    public static Throwable innermost(Throwable failure) {
        Throwable told = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            told = cause instanceof StoreException ? cause : told;
        }
        return told;
    }

    /** Returns whether a retry may succeed. */
    public static boolean isPassing(Throwable failure) {
        if (failure instanceof ContentMismatchException mismatch) {
            return !mismatch.isLasting();
        }
        return failure instanceof TransientException
                || failure instanceof ThrottledException
                || failure instanceof ChangedException
                || (failure instanceof DeniedException denied && denied.ofCaller());
    }

    /** Returns whether every object may fail like this: access is denied, or the bucket is missing. */
    public static boolean mayBeOfAll(Throwable failure) {
        return failure instanceof DeniedException || isOfMissingBucket(failure);
    }

    public static boolean isOfMissingBucket(Throwable failure) {
        return failure instanceof InvalidException invalid && invalid.code().equals(InvalidException.NO_BUCKET);
    }

    public static String kind(Throwable failure) {
        if (failure instanceof DeniedException denied && denied.ofCaller()) {
            return CREDENTIALS;
        }
        String name = failure.getClass().getSimpleName();
        return failure instanceof StoreException ? name.replace("Exception", "") : name;
    }

    /** Returns what is before the first colon of a line, or else the line, shortened; empty if none. */
    public static String kindOf(String line) {
        int colon = line.indexOf(':');
        String kind = (colon < 0 ? line : line.substring(0, colon)).strip();
        return kind.substring(0, Math.min(kind.length(), LONGEST_KIND));
    }

    public static String line(Throwable failure) {
        return kind(failure) + ": " + oneLine(String.valueOf(failure.getMessage()));
    }

    /** Describes a copied object without some of its metadata. */
    public static String leftOut(List<String> names) {
        return "MetadataLeftOut: " + oneLine(String.join(", ", names));
    }

    /** Returns any text in one line of bounded length. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        shortened(text).codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return line.toString();
    }

    /**
     * Shortens a long text in the middle: the start has the attempt, the end has the store's message and request ID.
     */
    private static String shortened(String text) {
        int points = text.codePointCount(0, text.length());
        if (points <= LONGEST) {
            return text;
        }
        int half = (LONGEST - 1) / 2;
        return text.substring(0, text.offsetByCodePoints(0, half))
                + "…"
                + text.substring(text.offsetByCodePoints(text.length(), -half));
    }
}
