package dev.caravan.message;

import java.util.HexFormat;
import java.util.Locale;

/**
 * Sequencers of events: hexadecimal text of varying length. Padded with zeros on the right, the later event about a key
 * has the greater one (Amazon S3, "Event message structure").
 */
final class Sequencer {

    /** Three times the length of observed sequencers. */
    static final int LENGTH = 64;

    private Sequencer() {}

    /**
     * Returns the sequencer in a form that compares byte by byte, as a table's conditions do: upper-case, padded to 64
     * digits; empty for empty.
     *
     * @throws InvalidMessageException if it isn't hexadecimal or is longer than 64 digits
     */
    static String canonical(String text) {
        if (text.length() > LENGTH) {
            throw new InvalidMessageException("sequencer: longer than " + LENGTH + " digits");
        }
        if (!text.chars().allMatch(HexFormat::isHexDigit)) {
            throw new InvalidMessageException("sequencer: not hexadecimal");
        }
        return text.isEmpty() ? "" : text.toUpperCase(Locale.ROOT) + "0".repeat(LENGTH - text.length());
    }
}
