package dev.caravan.command;

import dev.caravan.command.run.LastResort;
import dev.caravan.command.run.Signals;
import dev.caravan.command.run.SourceObject;
import dev.caravan.command.run.Surroundings;
import dev.caravan.command.run.WorkerRun;
import dev.caravan.fleet.Drain;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import java.util.Set;

/** {@code caravan worker}: processes the fleet's queue until it is stopped. */
final class WorkerCommand extends Command {

    private static final Set<JobOption> MEANINGLESS = Set.of(
            JobOption.RECORDS,
            JobOption.REPORT,
            JobOption.DRY_RUN,
            JobOption.MAX_OBJECTS,
            JobOption.MAX_BYTES,
            JobOption.MAX_DURATION,
            JobOption.STOP_AFTER,
            JobOption.COUNT_FIRST,
            JobOption.SCHEDULE,
            JobOption.WHEN_BUSY,
            JobOption.MAIL_TOPIC,
            JobOption.KEYS_FROM,
            JobOption.KEYS_NULL,
            JobOption.INVENTORY,
            JobOption.LISTERS);

    WorkerCommand(Surroundings surroundings) {
        super(
                surroundings,
                "worker",
                "Receives messages from the fleet's queue, copies or deletes their objects, and records the results. Runs"
                        + " until you stop it (SIGTERM).",
                "",
                "Every option may be set in the environment, by the name in brackets, as a fleet does. The sides use"
                        + " credentials as for sync; queue and table use the identity of the process (AWS default chain).");
        JobArguments.addTo(spec, option -> !MEANINGLESS.contains(option));
    }

    @Override
    public Integer call() throws Exception {
        Job read = JobArguments.read(arguments(), surroundings);
        FleetArguments.require(read);
        Job job = SourceObject.resolved(read, arguments(), err);
        OpenFiles.check(job, surroundings.systemProperties(), err);
        Drain drain = new Drain();
        Signals.drain(drain);
        try (LastResort last = new LastResort(drain, job.fleet().stopTimeout(), err, Runtime.getRuntime()::halt)) {
            return new WorkerRun(job, surroundings, drain).run();
        }
    }
}
