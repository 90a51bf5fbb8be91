package dev.caravan.command;

import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.FinderRun;
import dev.caravan.command.run.RunOutput;
import dev.caravan.command.run.Surroundings;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import java.util.Set;

/** {@code caravan finder}: compares, and queues the differences for a fleet of workers. */
final class FinderCommand extends Command {

    private static final Set<JobOption> MEANINGLESS =
            Set.of(JobOption.RECORDS, JobOption.COUNT_FIRST, JobOption.STOP_AFTER);

    FinderCommand(Surroundings surroundings) {
        super(
                surroundings,
                "finder",
                "Compares SOURCE with DEST and queues the differences on Amazon SQS, for workers to copy: once, or"
                        + " repeatedly with --schedule. Only one finder of a job can compare at a time.",
                "",
                "SOURCE and DEST are s3://bucket/prefix, as for caravan sync. Every option, and each side, may be set"
                        + " in the environment too, by the name in brackets.",
                "Queue and table use the identity of the process: the AWS default chain, with AWS_REGION.");
        JobArguments.addTo(spec, option -> !MEANINGLESS.contains(option));
        RunOutputOptions.addTo(this);
        exitCode(ExitCode.DONE, "all was compared, and every difference queued");
        exitCode(ExitCode.OBJECTS_FAILED, "finished, but some objects can't be copied");
        exitCode(
                ExitCode.LIMIT_REACHED,
                "ended by --max-objects, --max-bytes or --max-duration; run it again to continue");
        exitCode(
                ExitCode.RUN_FAILED,
                "the comparison failed, a store or service can't be reached, or another finder compares");
        exitCodesOfSignals();
        examples(
                "  caravan finder s3://from s3://to --queue jobs --table records",
                "  caravan finder s3://from s3://to --queue jobs --table records --schedule '0 0 3 * * ?'",
                "  caravan finder s3://from s3://to --dry-run");
    }

    @Override
    public Integer call() throws Exception {
        Job job = JobArguments.read(arguments(), surroundings);
        RunOutput output = RunOutputOptions.read(this, job);
        if (!job.dryRun()) {
            FleetArguments.require(job);
        }
        return new FinderRun(RunOutputOptions.resolved(this, job, output), output, surroundings).run();
    }
}
