package dev.caravan.command;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.command.run.CannotStartException;
import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.Surroundings;
import dev.caravan.command.run.Terminal;
import dev.caravan.job.FleetNames;
import dev.caravan.job.JobOption;
import dev.caravan.queue.QueueDepth;
import dev.caravan.queue.Redrive;
import dev.caravan.report.MoveWatch;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.ParseResult;

/** {@code caravan redrive}: puts dead letters back on the queue. */
final class RedriveCommand extends Command {

    private static final String NO_WAIT = "--no-wait";

    RedriveCommand(Surroundings surroundings) {
        super(
                surroundings,
                "redrive",
                "Moves the messages of the queue's dead-letter queue back to the queue, and waits until that is done. Amazon"
                        + " SQS moves them; the move goes on if this command is broken off.",
                "",
                "It needs sqs:GetQueueUrl, sqs:GetQueueAttributes, sqs:StartMessageMoveTask, sqs:ListMessageMoveTasks,"
                        + " sqs:ReceiveMessage and sqs:DeleteMessage for the dead-letter queue, and sqs:SendMessage for the"
                        + " queue.");
        JobArguments.addOptions(spec, option -> option == JobOption.QUEUE);
        spec.addOption(flag(NO_WAIT, "Return as soon as the move has begun."));
    }

    @Override
    public Integer call() throws Exception {
        ParseResult arguments = arguments();
        FleetNames names = FleetNames.read(JobArguments.settings(arguments, surroundings), List.of(JobOption.QUEUE));
        try (ControlPlane services = new ControlPlane(1)) {
            QueueDepth queue = QueueDepth.of(services.sqs(), names.queue());
            if (queue.deadLetters().isEmpty()) {
                throw new CannotStartException(
                        "queue " + names.queue() + ": it has no redrive policy, and so no dead-letter queue; set one",
                        null);
            }
            QueueDepth dead = queue.ofDeadLetters(services.sqs());
            Redrive redrive = new Redrive(services.sqs(), dead.arn(), queue.arn());
            return move(dead, queue, redrive, arguments.hasMatchedOption(NO_WAIT));
        }
    }

    private int move(QueueDepth dead, QueueDepth queue, Redrive redrive, boolean leave)
            throws ControlPlaneException, InterruptedException {
        PrintWriter out = surroundings.out();
        String way = "from " + dead.name() + " to " + queue.name();
        if (dead.waiting() == 0) {
            out.println("nothing to move: no message waits in " + dead.name()
                    + (dead.inFlight() > 0
                            ? "; " + dead.inFlight() + " are in flight, try again when they are back"
                            : ""));
            return ExitCode.DONE;
        }
        boolean underWay = redrive.start();
        out.println(
                underWay
                        ? "dead letters are being moved " + way + " already"
                        : "moving dead letters " + way + ": about " + dead.waiting());
        out.flush();
        if (leave) {
            return ExitCode.DONE;
        }
        return new MoveWatch(redrive, way, out, surroundings.err(), Terminal.isOne()).untilEnded()
                ? ExitCode.DONE
                : ExitCode.RUN_FAILED;
    }
}
