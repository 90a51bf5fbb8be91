package dev.caravan.flow;

import dev.caravan.job.Printable;

/** The reason of a user step to skip an object. */
final class SkipReason {

    /** The maximum number of characters to record. */
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
        return text.equalsIgnoreCase("true") ? "left out by " + ExtensionHeaders.SKIP : Printable.cut(text, LONGEST);
    }
}
