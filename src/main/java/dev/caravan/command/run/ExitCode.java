package dev.caravan.command.run;

/** The exit codes of the process. Java itself returns 130 and 143 after Ctrl-C and SIGTERM. */
public final class ExitCode {

    public static final int DONE = 0;

    /** The run finished, but some objects could not be copied or deleted. */
    public static final int OBJECTS_FAILED = 1;

    /** The job lacks something that it needs. */
    public static final int UNWELL = 1;

    /** The run itself failed: a store or service can't be reached or refuses, or a disk or output can't be written. */
    public static final int RUN_FAILED = 2;

    /** The run ended at a limit without failures; the next one continues. 3 is Java's own: too little memory. */
    public static final int LIMIT_REACHED = 4;

    /** The command line is wrong (sysexits.h, EX_USAGE). */
    public static final int USAGE = 64;

    /** The environment, a properties file, or a file of the job is wrong (sysexits.h, EX_CONFIG). */
    public static final int CONFIGURATION = 78;

    /** A worker ended after Ctrl-C: 128 and the signal's number. Other commands leave this to Java. */
    static final int INTERRUPTED = 130;

    /** A worker ended after SIGTERM. */
    public static final int TERMINATED = 143;

    private ExitCode() {}
}
