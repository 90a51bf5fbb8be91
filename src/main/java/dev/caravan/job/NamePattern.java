package dev.caravan.job;

/** A pattern for the name of a key. */
sealed interface NamePattern permits Glob, Regex {

    /** Returns whether the name that begins at this char index matches. */
    boolean matches(String text, int from);
}
