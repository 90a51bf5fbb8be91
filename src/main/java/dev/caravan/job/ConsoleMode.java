package dev.caravan.job;

/** What the console of a run may do. */
public enum ConsoleMode {
    /** There is none. */
    OFF,
    /** It shows. */
    READ,
    /** Who knows the password may also start, stop, suspend and resume routes. */
    OPERATE
}
