package dev.caravan.command;

import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.FinderRun;
import dev.caravan.command.run.SourceObject;
import dev.caravan.command.run.Surroundings;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code caravan finder}: compares, and queues the differences for a fleet of workers. */
final class FinderCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private CommandSpec spec;

    private FinderCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static CommandSpec spec(Surroundings surroundings) {
        FinderCommand command = new FinderCommand(surroundings);
        command.spec = Commands.spec(
                "finder",
                command,
                "Compares SOURCE with DEST and queues what differs on Amazon SQS, for workers to copy: once, or again and"
                        + " again with --schedule. For one job one finder compares at a time.",
                "",
                "SOURCE and DEST are s3://bucket/prefix, as for caravan sync. Every option may be set in the environment"
                        + " too, by the name in brackets; so may the sides.",
                "Queue and table belong to whom the process runs as: the AWS default chain, with AWS_REGION.");
        JobArguments.addTo(command.spec, option -> option != JobOption.RECORDS && option != JobOption.COUNT_FIRST);
        command.spec.addOption(DryRunList.option());
        command.spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(exitCodes());
        command.spec
                .usageMessage()
                .footerHeading("%nExamples:%n")
                .footer(
                        "  caravan finder s3://from s3://to --queue jobs --table records",
                        "  caravan finder s3://from s3://to --queue jobs --table records --schedule '0 0 3 * * ?'",
                        "  caravan finder s3://from s3://to --dry-run");
        return command.spec;
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put(" " + ExitCode.DONE, "all was compared, and every difference queued");
        codes.put(
                " " + ExitCode.RUN_FAILED,
                "the comparison failed, a store or service can't be reached, or another finder compares");
        codes.put(" " + ExitCode.USAGE, "the command line is wrong");
        codes.put(
                " " + ExitCode.CONFIGURATION, "the environment, the properties file or a file that it names is wrong");
        codes.put(" 130", "stopped by Ctrl-C; 143: by SIGTERM");
        return codes;
    }

    @Override
    public Integer call() throws Exception {
        ParseResult arguments = spec.commandLine().getParseResult();
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
