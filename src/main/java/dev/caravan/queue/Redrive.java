package dev.caravan.queue;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;

/**
 * Moves dead letters back to the queue by a task of the service that continues without this process. It names the
 * destination, since a worker sends its dead letters itself and the service knows no source queue of them.
 */
public final class Redrive {

    private final SqsClient client;
    private final String from;
    private final String to;
    private long before;

    /**
     * @param from ARN of the dead-letter queue
     * @param to ARN of the queue
     */
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
            boolean running = latest.isPresent() && MoveTask.of(latest.get()).running();
            before = running ? 0 : latest.map(Redrive::started).orElse(0L);
            return running;
        } catch (SdkException e) {
            return false;
        }
    }

    /** Returns the progress of the task; empty if the service doesn't show it yet. */
    public Optional<MoveTask> progress() throws ControlPlaneException {
        return ControlPlaneProblem.calling("progress of the move", this::latest)
                .filter(task -> started(task) > before)
                .map(MoveTask::of);
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
