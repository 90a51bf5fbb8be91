package dev.caravan.queue;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;

/**
 * Moves dead letters back to the queue, by a task of the service that goes on without us. The destination is said explicitly: a worker
 * sends its dead letters itself, and such messages have no source on record that the service could send them back to.
 */
public final class Redrive {

    private final SqsClient client;
    private final String from;
    private final String to;
    private long before;

    /**
     * @param from the dead-letter queue's ARN
     * @param to the queue's ARN
     */
    public Redrive(SqsClient client, String from, String to) {
        this.client = client;
        this.from = from;
        this.to = to;
    }

    /** Starts a task, unless one is under way. Returns whether one was under way. */
    public boolean start() throws ControlPlaneException {
        if (underWay()) {
            return true;
        }
        try {
            client.startMessageMoveTask(task -> task.sourceArn(from).destinationArn(to));
            return false;
        } catch (SdkException e) {
            // Somebody may have been faster: a queue has one task at most.
            if (underWay()) {
                return true;
            }
            throw ControlPlaneProblem.of("dead letters " + from, e);
        }
    }

    /** Whoever may start tasks needn't be allowed to list them: then none is known to be under way. */
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

    /** How far the task is that was started or found; empty where the service doesn't show it yet. */
    public Optional<MoveTask> progress() throws ControlPlaneException {
        return ControlPlaneProblem.calling("progress of the move", this::latest)
                .filter(task -> started(task) > before)
                .map(MoveTask::of);
    }

    /** The service lists the latest first. */
    private Optional<ListMessageMoveTasksResultEntry> latest() {
        return client.listMessageMoveTasks(ask -> ask.sourceArn(from).maxResults(1)).results().stream()
                .findFirst();
    }

    private static long started(ListMessageMoveTasksResultEntry task) {
        return task.startedTimestamp() == null ? 0 : task.startedTimestamp();
    }
}
