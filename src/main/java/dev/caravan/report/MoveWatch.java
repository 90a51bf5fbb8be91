package dev.caravan.report;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.job.Printable;
import dev.caravan.progress.Quantities;
import dev.caravan.queue.Redrive;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/**
 * Prints the progress of a dead-letter move until it ends: every second on a terminal, else every ten.
 *
 * @param way the queues in messages: {@code from a to b}
 */
public record MoveWatch(Redrive redrive, String way, PrintWriter out, PrintWriter err, boolean terminal) {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int POLLS_TO_A_LINE = 10;

    /** A new task may be missing in the service's list for a while. */
    private static final int POLLS_UNTIL_SHOWN = 60;

    /** Waits for the end; returns false if the move failed or was cancelled. */
    public boolean untilEnded() throws InterruptedException {
        try {
            for (int poll = 0; ; poll++) {
                Optional<Redrive.Move> task = redrive.progress();
                if (task.isPresent() && !task.get().running()) {
                    return ended(task.get());
                }
                if (task.isEmpty() && poll >= POLLS_UNTIL_SHOWN) {
                    out.println("the move has begun, but the service doesn't show its progress");
                    return true;
                }
                task.ifPresent(poll % POLLS_TO_A_LINE == 0 || terminal ? this::line : anyTask -> {});
                Thread.sleep(POLL.toMillis());
            }
        } catch (ControlPlaneException e) {
            // It was accepted, and goes on whether or not we may look.
            out.println("the move has begun, but its progress can't be read: " + e.getMessage());
            return true;
        }
    }

    private void line(Redrive.Move task) {
        String text = moved(task);
        if (terminal) {
            err.print('\r' + text + "  ");
        } else {
            err.println(text);
        }
        err.flush();
    }

    private boolean ended(Redrive.Move task) {
        if (terminal) {
            err.print('\r');
            err.flush();
        }
        if (task.completed()) {
            out.println(moved(task) + " " + way);
            return true;
        }
        String why = task.failure().isEmpty() ? "" : ": " + Printable.of(task.failure());
        err.println("the move " + way + " ended as " + Printable.of(task.status()) + ", " + moved(task) + why
                + "; what is left stays, run it again");
        err.flush();
        return false;
    }

    private static String moved(Redrive.Move task) {
        return "moved " + Quantities.count(task.moved())
                + (task.toMove() > 0 ? " of " + Quantities.count(task.toMove()) : "");
    }
}
