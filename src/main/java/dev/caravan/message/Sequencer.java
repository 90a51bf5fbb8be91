package dev.caravan.message;

import java.util.HexFormat;

/**
 * Sequencers of events: hexadecimal text of varying length. Padded with zeros on the right, the later event about a key
 * has the greater one (Amazon S3, "Event message structure").
 */
final class Sequencer {

    /** Three times the length of observed sequencers. */
    static final int LENGTH = 64;

    private static final String ZEROS = "0".repeat(LENGTH);

    private Sequencer() {}

    /**
     * Returns the sequencer in a form that compares byte by byte, as a table's conditions do: upper-case, padded to 64
     * digits; empty for empty.
     *
     * @throws InvalidMessageException if it isn't hexadecimal or is longer than 64 digits
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
