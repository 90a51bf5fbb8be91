package dev.caravan.command;

import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.FinderRun;
import dev.caravan.command.run.SourceObject;
import dev.caravan.command.run.Surroundings;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import java.util.Map;
import picocli.CommandLine.ParseResult;

/** {@code caravan finder}: compares, and queues the differences for a fleet of workers. */
final class FinderCommand extends Command {

    FinderCommand(Surroundings surroundings) {
        super(
                surroundings,
                "finder",
                "Compares SOURCE with DEST and queues what differs on Amazon SQS, for workers to copy: once, or again and"
                        + " again with --schedule. For one job one finder compares at a time.",
                "",
                "SOURCE and DEST are s3://bucket/prefix, as for caravan sync. Every option may be set in the environment"
                        + " too, by the name in brackets; so may the sides.",
                "Queue and table belong to whom the process runs as: the AWS default chain, with AWS_REGION.");
        JobArguments.addTo(spec, option -> option != JobOption.RECORDS && option != JobOption.COUNT_FIRST);
        spec.addOption(DryRunList.option());
        exitCodesWithSignals(Map.of(
                ExitCode.DONE,
                "all was compared, and every difference queued",
                ExitCode.RUN_FAILED,
                "the comparison failed, a store or service can't be reached, or another finder compares"));
        examples(
                "  caravan finder s3://from s3://to --queue jobs --table records",
                "  caravan finder s3://from s3://to --queue jobs --table records --schedule '0 0 3 * * ?'",
                "  caravan finder s3://from s3://to --dry-run");
    }

    @Override
    public Integer call() throws Exception {
        ParseResult arguments = arguments();
        Job job = JobArguments.read(arguments, surroundings);
        boolean list = DryRunList.isWanted(arguments, job);
        if (!job.dryRun()) {
            FleetArguments.require(job);
        }
        Job resolved = SourceObject.resolved(job, arguments, surroundings.err());
        return new FinderRun(resolved, list, surroundings.systemProperties(), surroundings.out(), surroundings.err())
                .run();
    }
}
