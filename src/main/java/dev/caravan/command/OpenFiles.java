package dev.caravan.command;

import dev.caravan.command.run.Program;
import dev.caravan.job.Job;
import dev.caravan.job.SlotLimits;
import java.io.PrintWriter;
import java.util.Map;

/** Checks whether this process may open as many files as a job's connections can take. */
final class OpenFiles {

    private OpenFiles() {}

    /** Warns if it may not. The run continues, since all connections are rarely open together. */
    static void check(Job job, Map<String, String> systemProperties, PrintWriter err) {
        int limit = SlotLimits.openFiles(systemProperties);
        int needed = SlotLimits.filesOf(job);
        if (limit < needed) {
            err.println(Program.NAME + ": only " + limit + " files may be open at a time (ulimit -n); with --slots "
                    + job.slots().most() + " and --part-slots "
                    + job.partSlots().most() + " it can take " + needed
                    + ": raise the limit, or lower these");
        }
    }
}
