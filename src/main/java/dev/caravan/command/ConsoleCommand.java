package dev.caravan.command;

import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.FleetConsoleRun;
import dev.caravan.command.run.Surroundings;
import dev.caravan.job.ConsoleOptions;
import dev.caravan.job.FleetNames;
import dev.caravan.job.JobOption;
import dev.caravan.job.Settings;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code caravan console --fleet}: shows the page of a whole fleet. */
final class ConsoleCommand extends Command {

    private static final String FLEET = "--fleet";

    private static final Set<JobOption> OPTIONS =
            Set.of(JobOption.QUEUE, JobOption.TABLE, JobOption.CONSOLE_PORT, JobOption.CONSOLE_PASSWORD_FILE);

    ConsoleCommand(Surroundings surroundings) {
        super(
                surroundings,
                "console",
                "Shows a fleet in a browser on this machine, at 127.0.0.1, until you stop it: the figures of caravan status"
                        + " --watch. Runs on any machine that may read the queue and the table. For a single run, use its own"
                        + " option --console.",
                "",
                "It needs the same permissions as caravan status without --scan.");
        JobArguments.addOptions(spec, OPTIONS::contains);
        addFlag(FLEET, "Show the fleet of --queue and --table. Required.");
        exitCode(ExitCode.RUN_FAILED, "queue or table can't be read, or the port is taken");
        exitCodesOfSignals();
    }

    @Override
    public Integer call() throws Exception {
        if (!given(FLEET)) {
            throw wrong(FLEET + " is required; for the page of one run, use the option --console of that run");
        }
        Settings settings = JobArguments.settings(
                arguments(), surroundings, OPTIONS::contains, Map.of(JobOption.CONSOLE, List.of("read")));
        FleetNames names = FleetNames.read(settings, List.of(JobOption.QUEUE, JobOption.TABLE));
        FleetConsoleRun.show(names, ConsoleOptions.read(settings), out);
        return ExitCode.DONE;
    }
}
