package dev.caravan.transfer;

import dev.caravan.store.StoreException;

/** A failure in the words of the record: the kind, then the message, in one line. */
final class Failures {

    private static final int LONGEST = 1000;

    private Failures() {}

    static String line(Throwable failure) {
        String kind = failure instanceof StoreException
                ? failure.getClass().getSimpleName().replace("Exception", "")
                : failure.getClass().getSimpleName();
        return kind + ": " + oneLine(String.valueOf(failure.getMessage()));
    }

    /** Whoever wrote the text, it stays one line and of bounded length. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return line.toString();
    }
}
