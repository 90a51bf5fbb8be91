package dev.caravan.command;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.Surroundings;
import dev.caravan.command.run.Terminal;
import dev.caravan.fleet.FleetReader;
import dev.caravan.fleet.FleetStatus;
import dev.caravan.fleet.FleetView;
import dev.caravan.job.FleetNames;
import dev.caravan.job.JobOption;
import dev.caravan.record.dynamo.StatusScan;
import dev.caravan.report.FailureList;
import dev.caravan.report.FleetText;
import dev.caravan.report.StatusJson;
import dev.caravan.report.StatusText;
import java.time.Duration;
import java.util.List;

/** {@code caravan status}: shows a fleet's state from its members or its records. */
final class StatusCommand extends Command {

    private static final String FAILED = "--failed";
    private static final String JSON = "--json";
    private static final String SCAN = "--scan";
    private static final String WATCH = "--watch";

    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(5);
    private static final String CLEAR = "\u001b[H\u001b[2J";
    private static final int COLUMNS = 100;

    StatusCommand(Surroundings surroundings) {
        super(
                surroundings,
                "status",
                "Shows a fleet's state: waiting messages, rates, every worker, failures with what to do about them,"
                        + " and the last comparisons. Workers and finders write it into small items of the table, so it"
                        + " costs the same for any number of records. Exits with 0 whatever it finds.",
                "",
                "It needs dynamodb:GetItem, dynamodb:BatchGetItem, sqs:GetQueueUrl and sqs:GetQueueAttributes, for the"
                        + " dead-letter queue too, and for the age of the oldest message cloudwatch:GetMetricStatistics. With"
                        + " --scan or --failed it needs dynamodb:Scan and reads every record, which DynamoDB charges for.");
        JobArguments.addOptions(spec, option -> option == JobOption.QUEUE || option == JobOption.TABLE);
        addFlag(WATCH, "Show it every 5 seconds until Ctrl-C.");
        addFlag(SCAN, "Count all records: objects by status, failures by kind, unfinished work.");
        addFlag(FAILED, "List every failure, one a line; needs no queue, and reads every record.");
        addFlag(JSON, "Print JSON: one document, or with --failed one a line.");
    }

    @Override
    public Integer call() throws Exception {
        boolean failed = given(FAILED);
        boolean scan = given(SCAN);
        boolean json = given(JSON);
        if (given(WATCH) && (failed || scan)) {
            throw wrong(WATCH + " can't be used with " + (failed ? FAILED : SCAN) + ", which reads every record");
        }
        FleetNames names = FleetNames.read(
                JobArguments.settings(arguments(), surroundings),
                failed ? List.of(JobOption.TABLE) : List.of(JobOption.QUEUE, JobOption.TABLE));
        try (ControlPlane services = new ControlPlane(StatusScan.SEGMENTS)) {
            if (failed) {
                failures(services, names.table(), json);
            } else if (scan && json) {
                StatusJson.print(FleetStatus.read(services, names), out);
            } else if (scan) {
                StatusText.print(FleetStatus.read(services, names), out);
            } else {
                show(new FleetReader(services, names, true), given(WATCH), json);
            }
        }
        return ExitCode.DONE;
    }

    /** Shows the state. A failure of the first reading ends the command, as for a wrong name. */
    private void show(FleetReader reader, boolean watch, boolean json) throws Exception {
        FleetView view = reader.read();
        String problem = "";
        do {
            if (json) {
                FleetText.json(view, out);
            } else {
                boolean redrawn = watch && Terminal.isOne();
                out.print(redrawn ? CLEAR : "");
                FleetText.print(view, out, redrawn ? COLUMNS : Integer.MAX_VALUE);
                if (!problem.isEmpty()) {
                    out.println(problem);
                }
            }
            if (!watch) {
                return;
            }
            Thread.sleep(WATCH_INTERVAL.toMillis());
            try {
                view = reader.read();
                problem = "";
            } catch (ControlPlaneException e) {
                problem = "no newer figures: " + e.getMessage();
            }
        } while (!out.checkError());
    }

    private void failures(ControlPlane services, String table, boolean json) throws Exception {
        FailureList list = new FailureList(out, json);
        long read = new StatusScan(services.dynamoDb(), table).failures(list::take);
        err.println(list.count() + (list.count() == 1 ? " failure in " : " failures in ") + read + " records");
    }
}
