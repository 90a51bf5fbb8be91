package dev.caravan.queue;

import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;

/**
 * How far a move of messages is.
 *
 * @param status {@code RUNNING}, {@code COMPLETED}, {@code CANCELLING}, {@code CANCELLED} or {@code FAILED}
 * @param moved messages moved so far, approximately
 * @param toMove messages that were there when it began; 0 where that isn't said
 * @param failure why it failed; empty where it didn't
 */
public record MoveTask(String status, long moved, long toMove, String failure) {

    static MoveTask of(ListMessageMoveTasksResultEntry task) {
        return new MoveTask(
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
