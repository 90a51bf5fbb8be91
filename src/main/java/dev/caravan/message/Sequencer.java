package dev.caravan.message;

import java.util.HexFormat;

/**
 * Sequencers of events: hexadecimal text of no fixed length. Of two events about one key the later one has the greater
 * sequencer, when the shorter text is padded with zeros on the right (Amazon S3, "Event message structure").
 */
final class Sequencer {

    /** Three times as long as those seen. */
    static final int LENGTH = 64;

    private static final String ZEROS = "0".repeat(LENGTH);

    private Sequencer() {}

    /**
     * The sequencer in the form that is compared as text and byte by byte, as a condition of a table does: upper-case, padded
     * to 64 digits.
     *
     * @param text of the event; empty where it has none, and then so is what comes back
     * @throws InvalidMessageException where it isn't hexadecimal, or longer than 64 digits
     */
    static String canonical(String text) {
        if (text.isEmpty()) {
            return "";
        }
        if (text.length() > LENGTH) {
            throw new InvalidMessageException("sequencer: longer than " + LENGTH + " digits");
        }
        StringBuilder digits = new StringBuilder(LENGTH);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!HexFormat.isHexDigit(c)) {
                throw new InvalidMessageException("sequencer: not hexadecimal");
            }
            digits.append(Character.toUpperCase(c));
        }
        return digits.append(ZEROS, text.length(), LENGTH).toString();
    }
}
