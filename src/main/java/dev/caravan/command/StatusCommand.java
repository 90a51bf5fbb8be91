package dev.caravan.command;

import dev.caravan.aws.ControlPlane;
import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.Surroundings;
import dev.caravan.fleet.FleetStatus;
import dev.caravan.job.FleetNames;
import dev.caravan.job.JobOption;
import dev.caravan.record.dynamo.StatusScan;
import dev.caravan.report.FailureList;
import dev.caravan.report.StatusJson;
import dev.caravan.report.StatusText;
import java.util.List;
import picocli.CommandLine.ParseResult;

/** {@code caravan status}: what a fleet is doing, from its table and its queue. */
final class StatusCommand extends Command {

    private static final String FAILED = "--failed";
    private static final String JSON = "--json";

    StatusCommand(Surroundings surroundings) {
        super(
                surroundings,
                "status",
                "Shows what a fleet is doing: what is done, what failed and why, how fast it goes, what waits, what is"
                        + " stuck. It reads the whole table, eventually consistent, and answers 0 whatever it finds.",
                "",
                "It needs dynamodb:Scan, sqs:GetQueueUrl and sqs:GetQueueAttributes, for the dead-letter queue too, and for"
                        + " the age of the oldest message cloudwatch:GetMetricStatistics.");
        JobArguments.addOptions(spec, option -> option == JobOption.QUEUE || option == JobOption.TABLE);
        spec.addOption(flag(FAILED, "List every failure, one a line; needs no queue."));
        spec.addOption(flag(JSON, "Print JSON: one document, or with --failed one a line."));
    }

    @Override
    public Integer call() throws Exception {
        ParseResult arguments = arguments();
        boolean failed = arguments.hasMatchedOption(FAILED);
        boolean json = arguments.hasMatchedOption(JSON);
        FleetNames names = FleetNames.read(
                JobArguments.settings(arguments, surroundings),
                failed ? List.of(JobOption.TABLE) : List.of(JobOption.QUEUE, JobOption.TABLE));
        try (ControlPlane services = new ControlPlane(StatusScan.SEGMENTS)) {
            if (failed) {
                failures(services, names.table(), json);
            } else if (json) {
                StatusJson.print(FleetStatus.read(services, names), surroundings.out());
            } else {
                StatusText.print(FleetStatus.read(services, names), surroundings.out());
            }
        }
        return ExitCode.DONE;
    }

    /** The count goes where it doesn't mix with the list. */
    private void failures(ControlPlane services, String table, boolean json) throws Exception {
        FailureList list = new FailureList(surroundings.out(), json);
        long read = new StatusScan(services.dynamoDb(), table).failures(list);
        surroundings.out().flush();
        surroundings.err().println(list.count() + " failures in " + read + " records");
        surroundings.err().flush();
    }
}
