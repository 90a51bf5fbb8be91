package dev.caravan.command.run;

/** What the process answers when it ends. 130 and 143, after Ctrl-C and SIGTERM, are the Java machine's own. */
public final class ExitCode {

    /** Everything that was to be done is done. */
    public static final int DONE = 0;

    /** The run finished, but some objects could not be copied or deleted. */
    public static final int OBJECTS_FAILED = 1;

    /** Something that the job needs is missing. */
    public static final int UNWELL = 1;

    /** The run itself failed: a store or service that can't be reached, or refuses, a full disk, output that can't be written. */
    public static final int RUN_FAILED = 2;

    /** The run ended at a limit that its options set, nothing failed, and the next run goes on. 3 is the Java machine's own: too little memory. */
    public static final int LIMIT_REACHED = 4;

    /** The command line is wrong (sysexits.h, EX_USAGE). */
    public static final int USAGE = 64;

    /** The environment, a properties file, or a file that the job names is wrong (sysexits.h, EX_CONFIG). */
    public static final int CONFIGURATION = 78;

    /** A worker ended as Ctrl-C told it to: 128 and the signal's number. Elsewhere the Java machine itself answers so. */
    static final int INTERRUPTED = 130;

    /** A worker ended as SIGTERM told it to. */
    public static final int TERMINATED = 143;

    private ExitCode() {}
}
