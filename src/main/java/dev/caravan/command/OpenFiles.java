package dev.caravan.command;

import dev.caravan.command.run.Program;
import dev.caravan.command.run.Stores;
import dev.caravan.job.Job;
import java.io.PrintWriter;
import java.util.Map;

/** Whether this process may open as many files as a job's connections can take. */
final class OpenFiles {

    /** The limit as the launcher found it: a number or {@code unlimited}. */
    private static final String LIMIT = "caravan.files";

    /** Libraries, logs, records, and connections to AWS. */
    private static final int OTHERS = 250;

    private OpenFiles() {}

    /** Says so where it may not. The run goes on: rarely all connections are open at once. */
    static void check(Job job, Map<String, String> systemProperties, PrintWriter err) {
        String limit = systemProperties.getOrDefault(LIMIT, "");
        int needed = OTHERS + 2 * Stores.connections(job);
        if (limit.matches("[0-9]{1,9}") && Integer.parseInt(limit) < needed) {
            err.println(Program.NAME + ": only " + limit + " files may be open at a time (ulimit -n); with --slots "
                    + job.slots() + " and --part-slots " + job.partSlots() + " it can take " + needed
                    + ": raise the limit, or lower these");
        }
    }
}
