package dev.caravan.queue;

import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;

/**
 * The progress of moving messages.
 *
 * @param status {@code RUNNING}, {@code COMPLETED}, {@code CANCELLING}, {@code CANCELLED} or {@code FAILED}
 * @param moved approximate number of moved messages
 * @param toMove messages at the start; 0 if unknown
 * @param failure reason; empty if none
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
