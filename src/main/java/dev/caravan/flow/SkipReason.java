package dev.caravan.flow;

import dev.caravan.job.Printable;

/** The reason of a user step to skip an object. */
final class SkipReason {

    /** The most characters to record. */
    static final int LONGEST = 200;

    private SkipReason() {}

    /** Returns a header's reason, escaped; null if the object is copied. */
    static String of(Object header) {
        if (header == null) {
            return null;
        }
        String text = Printable.of(String.valueOf(header).strip());
        if (text.isEmpty() || text.equalsIgnoreCase("false")) {
            return null;
        }
        if (text.equalsIgnoreCase("true")) {
            return "left out by " + ExtensionHeaders.SKIP;
        }
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = LONGEST - 1;
        // Never half a character.
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
