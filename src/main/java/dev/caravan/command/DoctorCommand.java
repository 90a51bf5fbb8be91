package dev.caravan.command;

import dev.caravan.command.run.DoctorRun;
import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.Surroundings;
import dev.caravan.doctor.Role;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** {@code caravan doctor}: checks whether a job can run. */
final class DoctorCommand extends Command {

    private static final String ROLE = "--role";
    private static final String WRITE = "--write";
    private static final String JSON = "--json";

    DoctorCommand(Surroundings surroundings) {
        super(
                surroundings,
                "doctor",
                "Checks whether a job has all it needs: credentials, each permission on both buckets, clocks, and for a"
                        + " fleet queues, tables and state machine. Takes the job's own options and environment.",
                "",
                "Prints one line a check: ok; likely, if only an invalid request could be tried; note; or wrong, with the"
                        + " policy statement that solves it. No change stays: one object of the source"
                        + " is read, an upload below DEST's prefix is begun and aborted at once, and the queue and the"
                        + " tables get requests without effect.");
        JobArguments.addTo(spec, option -> option != JobOption.DRY_RUN);
        addValue(
                ROLE,
                "sync|finder|worker",
                Role.class,
                DoctorCommand::role,
                "Only what this process needs. Default: finder and worker if a queue or a table is set, else sync.");
        addFlag(
                WRITE,
                "Also put an object of one byte and delete it again; in a bucket with versions its version and a delete"
                        + " marker stay.");
        addFlag(JSON, "Print JSON, one document.");
        exitCode(ExitCode.DONE, "the job has all that it needs");
        exitCode(ExitCode.UNWELL, "something that the job needs is missing or wrong");
    }

    private static Role role(String text) {
        return Stream.of(Role.values())
                .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it is sync, finder or worker"));
    }

    @Override
    public Integer call() throws Exception {
        Job job = JobArguments.read(arguments(), surroundings);
        Set<Role> roles = roles(job, arguments().matchedOptionValue(ROLE, (Role) null));
        if (!roles.contains(Role.SYNC)) {
            FleetArguments.require(job);
        }
        return new DoctorRun(job, roles, given(WRITE)).run(given(JSON), out);
    }

    private static Set<Role> roles(Job job, Role asked) {
        if (asked != null) {
            return EnumSet.of(asked);
        }
        boolean fleet = !job.fleet().queue().isEmpty() || !job.fleet().table().isEmpty();
        return fleet ? EnumSet.of(Role.FINDER, Role.WORKER) : EnumSet.of(Role.SYNC);
    }
}
