package dev.caravan.job;

/** A pattern for the name of a key. */
sealed interface NamePattern permits Glob, Regex {

    /**
     * Returns whether a name matches.
     *
     * @param from where in the text the name begins, in chars
     */
    boolean matches(String text, int from);
}
