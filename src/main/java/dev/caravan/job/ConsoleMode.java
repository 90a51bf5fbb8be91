package dev.caravan.job;

/** The permissions of a run's console. */
public enum ConsoleMode {
    /** No console. */
    OFF,
    /** Read only. */
    READ,
    /** With the password, also starts, stops, suspends and resumes routes. */
    OPERATE
}
