package dev.caravan.job;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression in the syntax of RE2, found anywhere in a name. A name costs time in proportion to its length, whatever the
 * expression is; that is why it is not one of {@code java.util.regex}.
 */
final class Regex implements NamePattern {

    /** Longer ones take much memory when they are compiled. */
    private static final int LONGEST = 4096;

    private final Pattern pattern;

    /** @throws IllegalArgumentException whose message tells what is wrong with the expression */
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

    /** Returns the expression as it was written. */
    String text() {
        return pattern.pattern();
    }

    @Override
    public boolean matches(String text, int from) {
        return pattern.matcher(from == 0 ? text : text.substring(from)).find();
    }
}
