package dev.caravan.command;

import dev.caravan.command.run.DoctorRun;
import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.Surroundings;
import dev.caravan.doctor.Role;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** {@code caravan doctor}: checks whether a job can run. */
final class DoctorCommand extends Command {

    private static final String ROLE = "--role";
    private static final String WRITE = "--write";
    private static final String JSON = "--json";

    DoctorCommand(Surroundings surroundings) {
        super(
                surroundings,
                "doctor",
                "Tells whether a job could do what it has to: credentials, each permission on both buckets, clocks, and for a"
                        + " fleet queues, tables and state machine. Takes the job's own options and environment.",
                "",
                "One line a check: ok; likely, where a service can only be asked for what it can't do; note; or wrong, with the"
                        + " line of a policy that mends it. Nothing is changed and nothing stays: one object of the source"
                        + " is read, an upload is begun below DEST's prefix and aborted at once, and the queue and the"
                        + " tables are asked for what can't happen.");
        JobArguments.addTo(spec, option -> option != JobOption.DRY_RUN);
        spec.addOption(OptionSpec.builder(ROLE)
                .paramLabel("sync|finder|worker")
                .type(Role.class)
                .arity("1")
                .converters(DoctorCommand::role)
                .description(
                        "Only what this process needs. Without it: finder and worker where a queue or a table is named,"
                                + " else sync.")
                .build());
        spec.addOption(flag(
                WRITE,
                "Also put an object of one byte and delete it again; in a bucket with versions its version and a delete"
                        + " marker stay."));
        spec.addOption(flag(JSON, "Print JSON, one document."));
        exitCodes(Map.of(
                ExitCode.DONE, "all is well", ExitCode.UNWELL, "something that the job needs is missing or wrong"));
    }

    private static Role role(String text) {
        for (Role role : Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(text)) {
                return role;
            }
        }
        throw new TypeConversionException("it is sync, finder or worker");
    }

    @Override
    public Integer call() throws Exception {
        ParseResult arguments = arguments();
        Job job = JobArguments.read(arguments, surroundings);
        Set<Role> roles = roles(job, arguments.matchedOptionValue(ROLE, (Role) null));
        if (!roles.contains(Role.SYNC)) {
            FleetArguments.require(job);
        }
        DoctorRun run = new DoctorRun(job, roles, arguments.hasMatchedOption(WRITE));
        return run.run(arguments.hasMatchedOption(JSON), surroundings.out());
    }

    private static Set<Role> roles(Job job, Role asked) {
        if (asked != null) {
            return EnumSet.of(asked);
        }
        boolean fleet = !job.fleet().queue().isEmpty() || !job.fleet().table().isEmpty();
        return fleet ? EnumSet.of(Role.FINDER, Role.WORKER) : EnumSet.of(Role.SYNC);
    }
}
