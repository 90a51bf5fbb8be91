package dev.caravan.command;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.command.run.CannotStartException;
import dev.caravan.command.run.ExitCode;
import dev.caravan.command.run.Surroundings;
import dev.caravan.command.run.Terminal;
import dev.caravan.job.FleetNames;
import dev.caravan.job.JobOption;
import dev.caravan.job.NameFilter;
import dev.caravan.progress.Quantities;
import dev.caravan.queue.PickedRedrive;
import dev.caravan.queue.PickedRedrive.Letter;
import dev.caravan.queue.QueueDepth;
import dev.caravan.queue.Redrive;
import dev.caravan.report.MoveWatch;
import java.util.List;
import java.util.function.Predicate;

/** {@code caravan redrive}: puts dead letters back on the queue. */
final class RedriveCommand extends Command {

    private static final String NO_WAIT = "--no-wait";
    private static final String KIND = "--kind";
    private static final String KEY = "--key";
    private static final String DRY_RUN = JobOption.DRY_RUN.commandLineName();

    RedriveCommand(Surroundings surroundings) {
        super(
                surroundings,
                "redrive",
                "Moves the messages of the queue's dead-letter queue back to the queue, and waits until all are moved. Amazon"
                        + " SQS moves them; the move continues if you stop this command.",
                "With --kind, --key or --dry-run this command itself reads every message, and moves those that match. Workers don't"
                        + " see the other messages meanwhile: for half an hour at most if you stop this command.",
                "",
                "It needs sqs:GetQueueUrl, sqs:GetQueueAttributes, sqs:StartMessageMoveTask, sqs:ListMessageMoveTasks,"
                        + " sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility for the dead-letter queue,"
                        + " and sqs:SendMessage for the queue.");
        JobArguments.addOptions(spec, option -> option == JobOption.QUEUE);
        addFlag(NO_WAIT, "Return as soon as the move has begun.");
        addText(
                KIND,
                "KIND",
                "Only messages with this kind of failure, as caravan status names it: Denied. "
                        + PickedRedrive.NO_REASON + " are those that Amazon SQS itself moved there.");
        addText(KEY, "KEY", "Only messages about a key of the source that matches; * is any run of characters.");
        addFlag(DRY_RUN, "Only report what would be moved, by kind.");
    }

    @Override
    public Integer call() throws Exception {
        boolean picks = given(KIND) || given(KEY) || given(DRY_RUN);
        if (picks && given(NO_WAIT)) {
            throw wrong(NO_WAIT + " can't be used with " + KIND + ", " + KEY + " or " + DRY_RUN);
        }
        Predicate<Letter> wanted = wanted();
        FleetNames names = FleetNames.read(JobArguments.settings(arguments(), surroundings), List.of(JobOption.QUEUE));
        try (ControlPlane services = new ControlPlane(1)) {
            QueueDepth queue = QueueDepth.of(services.sqs(), names.queue());
            if (queue.deadLetters().isEmpty()) {
                throw new CannotStartException(
                        "queue " + names.queue() + ": it has no redrive policy, and so no dead-letter queue; set one",
                        null);
            }
            QueueDepth dead = queue.ofDeadLetters(services.sqs());
            if (picks) {
                PickedRedrive picked = new PickedRedrive(services.sqs(), dead.url(), queue.url(), wanted);
                return tell(
                        picked.run(given(DRY_RUN)),
                        given(DRY_RUN) ? "would move " : "moved ",
                        " from " + dead.name() + " to " + queue.name());
            }
            Redrive redrive = new Redrive(services.sqs(), dead.arn(), queue.arn());
            return move(dead, queue, redrive, given(NO_WAIT));
        }
    }

    private Predicate<Letter> wanted() {
        String kind = text(KIND);
        String key = text(KEY);
        NameFilter keys;
        try {
            keys = NameFilter.of(key.isEmpty() ? List.of() : List.of(key), List.of());
        } catch (IllegalArgumentException e) {
            throw wrong(KEY + ": " + e.getMessage());
        }
        return letter -> (kind.isEmpty() || kind.equalsIgnoreCase(letter.kind()))
                && (key.isEmpty() || letter.keys().stream().anyMatch(one -> keys.accept(one, 0)));
    }

    private int tell(PickedRedrive.Result result, String what, String way) {
        out.println(what + Quantities.count(result.wanted()) + " of " + Quantities.count(result.all()) + way);
        result.kinds().forEach((kind, count) -> out.println("  " + kind + ": " + Quantities.count(count)));
        result.refused().forEach((why, count) -> err.println(Quantities.count(count) + " dead letters " + why));
        if (!result.complete()) {
            err.println("not all dead letters were read, because too many others came first; run it again after these"
                    + " are moved, or without " + KIND + " and " + KEY);
            return ExitCode.RUN_FAILED;
        }
        return result.refused().isEmpty() ? ExitCode.DONE : ExitCode.RUN_FAILED;
    }

    private int move(QueueDepth dead, QueueDepth queue, Redrive redrive, boolean leave)
            throws ControlPlaneException, InterruptedException {
        String way = "from " + dead.name() + " to " + queue.name();
        if (dead.waiting() == 0) {
            out.println("nothing to move: no message waits in " + dead.name()
                    + (dead.inFlight() > 0
                            ? "; " + dead.inFlight() + " are in flight, try again when they have returned"
                            : ""));
            return ExitCode.DONE;
        }
        boolean underWay = redrive.start();
        out.println(
                underWay
                        ? "dead letters are being moved " + way + " already"
                        : "moving dead letters " + way + ": about " + dead.waiting());
        if (leave) {
            return ExitCode.DONE;
        }
        return new MoveWatch(redrive, way, out, err, Terminal.isOne()).untilEnded()
                ? ExitCode.DONE
                : ExitCode.RUN_FAILED;
    }
}
