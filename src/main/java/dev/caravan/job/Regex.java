package dev.caravan.job;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression in RE2's syntax, found anywhere in a name. Unlike {@code java.util.regex} its time is
 * proportional to the name's length for any expression.
 */
final class Regex implements NamePattern {

    /** The longest expression; longer ones need much memory. */
    private static final int LONGEST = 4096;

    private final Pattern pattern;

    /** @throws IllegalArgumentException with what is wrong with the expression */
    Regex(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
        }
        try {
            // A key may hold line breaks.
            this.pattern = Pattern.compile(text, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    Printable.quoted(text) + " is not a regular expression of RE2: " + Printable.of(e.getDescription()),
                    e);
        }
    }

    String text() {
        return pattern.pattern();
    }

    @Override
    public boolean matches(String text, int from) {
        return pattern.matcher(from == 0 ? text : text.substring(from)).find();
    }
}
