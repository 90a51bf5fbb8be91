package dev.caravan.command;

import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code caravan finder} and {@code caravan worker}: they understand a job, but the queue between them is not built yet. */
final class FleetCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private CommandSpec spec;

    private FleetCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static CommandSpec finder(Surroundings surroundings) {
        return spec("finder", surroundings, "Not yet: lists and compares, and queues the differences for a fleet.");
    }

    private static CommandSpec spec(String name, Surroundings surroundings, String description) {
        FleetCommand command = new FleetCommand(surroundings);
        command.spec = Commands.spec(name, command, description);
        JobArguments.addTo(command.spec, option -> option != JobOption.RECORDS);
        return command.spec;
    }

    @Override
    public Integer call() throws Exception {
        Job job = JobArguments.read(spec.commandLine().getParseResult(), surroundings);
        surroundings
                .err()
                .println(Commands.NAME + " " + spec.name() + ": not yet: the fleet's queue is not built; caravan sync"
                        + " copies " + job.source().bucket() + " from this machine");
        return ExitCode.USAGE;
    }
}
