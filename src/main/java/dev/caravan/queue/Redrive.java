package dev.caravan.queue;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;

/**
 * Moves dead letters back to the queue by a task of the service that continues without this process. The task names the
 * destination: workers send dead letters themselves, so the service doesn't know their source queue.
 */
public final class Redrive {

    /**
     * The progress of moving messages.
     *
     * @param status {@code RUNNING}, {@code COMPLETED}, {@code CANCELLING}, {@code CANCELLED} or {@code FAILED}
     * @param moved approximate number of moved messages
     * @param toMove messages at the start; 0 if unknown
     * @param failure reason; empty if none
     */
    public record Move(String status, long moved, long toMove, String failure) {

        static Move of(ListMessageMoveTasksResultEntry task) {
            return new Move(
                    String.valueOf(task.status()),
                    task.approximateNumberOfMessagesMoved() == null ? 0 : task.approximateNumberOfMessagesMoved(),
                    task.approximateNumberOfMessagesToMove() == null ? 0 : task.approximateNumberOfMessagesToMove(),
                    task.failureReason() == null ? "" : task.failureReason());
        }

        public boolean running() {
            return status.equals("RUNNING") || status.equals("CANCELLING");
        }

        public boolean completed() {
            return status.equals("COMPLETED");
        }
    }

    private final SqsClient client;
    private final String from;
    private final String to;
    private long before;

    /** Moves messages from the dead-letter queue to the queue, both by their ARNs. */
    public Redrive(SqsClient client, String from, String to) {
        this.client = client;
        this.from = from;
        this.to = to;
    }

    /** Starts a task unless one is running; returns whether one was. */
    public boolean start() throws ControlPlaneException {
        if (underWay()) {
            return true;
        }
        try {
            client.startMessageMoveTask(task -> task.sourceArn(from).destinationArn(to));
            return false;
        } catch (SdkException e) {
            // Another task may have started meanwhile: a queue has one at most.
            if (underWay()) {
                return true;
            }
            throw ControlPlaneProblem.of("dead letters " + from, e);
        }
    }

    /** Returns whether a task is known to run; listing tasks may be denied. */
    private boolean underWay() {
        try {
            Optional<ListMessageMoveTasksResultEntry> latest = latest();
            boolean running = latest.isPresent() && Move.of(latest.get()).running();
            before = running ? 0 : latest.map(Redrive::started).orElse(0L);
            return running;
        } catch (SdkException e) {
            return false;
        }
    }

    /** Returns the progress of the task; empty if the service doesn't show it yet. */
    public Optional<Move> progress() throws ControlPlaneException {
        return ControlPlaneProblem.calling("progress of the move", this::latest)
                .filter(task -> started(task) > before)
                .map(Move::of);
    }

    /** Returns the first listed task, which is the latest. */
    private Optional<ListMessageMoveTasksResultEntry> latest() {
        return client.listMessageMoveTasks(ask -> ask.sourceArn(from).maxResults(1)).results().stream()
                .findFirst();
    }

    private static long started(ListMessageMoveTasksResultEntry task) {
        return task.startedTimestamp() == null ? 0 : task.startedTimestamp();
    }
}
