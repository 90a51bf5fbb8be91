package dev.caravan.store;

import java.util.List;

/** A failure in the words of the record: the kind, then the message, in one line. */
public final class Failures {

    /** The kind of a failure where the store doesn't accept the credentials themselves, whatever they ask for. */
    public static final String CREDENTIALS = "Credentials";

    private static final int LONGEST = 1000;

    private Failures() {}

    /**
     * Returns the failure of a store that a failure has as its cause, the innermost one, as the error policies of the routes look for it;
     * the failure itself where there is none. A step of a user's wraps what it failed with.
     */
    public static Throwable told(Throwable failure) {
        Throwable told = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            told = cause instanceof StoreException ? cause : told;
        }
        return told;
    }

    /** Whether the same may succeed some time later. */
    public static boolean isPassing(Throwable failure) {
        if (failure instanceof ContentMismatchException mismatch) {
            return !mismatch.isLasting();
        }
        return failure instanceof TransientException
                || failure instanceof ThrottledException
                || failure instanceof ChangedException
                || (failure instanceof DeniedException denied && denied.ofCaller());
    }

    /** The kind of a failure in one word. */
    public static String kind(Throwable failure) {
        if (failure instanceof DeniedException denied && denied.ofCaller()) {
            return CREDENTIALS;
        }
        String name = failure.getClass().getSimpleName();
        return failure instanceof StoreException ? name.replace("Exception", "") : name;
    }

    public static String line(Throwable failure) {
        return kind(failure) + ": " + oneLine(String.valueOf(failure.getMessage()));
    }

    /** That the object is there, but not all of its metadata. */
    public static String leftOut(List<String> names) {
        return "MetadataLeftOut: " + oneLine(String.join(", ", names));
    }

    /** Whoever wrote the text, it stays one line and of bounded length. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        shortened(text).codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return line.toString();
    }

    /** Of a long text both ends: what was tried stands at its beginning, what the store said and the request ID at its end. */
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
