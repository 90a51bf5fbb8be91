package dev.caravan.doctor;

import dev.caravan.aws.ControlPlane;
import dev.caravan.queue.JobQueue;
import dev.caravan.queue.RedrivePolicy;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Tests the requests of finder and workers to a queue without sending, receiving or deleting a message. Amazon SQS has
 * no dry run, so the requests are invalid or empty.
 *
 * @param arnPrefix start of the queue's ARN
 * @param nameOrUrl of the queue
 */
record QueueCheck(Examination examination, ControlPlane aws, String arnPrefix, String nameOrUrl) {

    private static final String NO_HANDLE = "caravan doctor";

    /**
     * Tests the job's queue. Returns the dead-letter queue's name; empty if unknown.
     *
     * @param splits whether workers send to it, for giant objects
     */
    String queue(Set<Role> roles, boolean splits) {
        String url = url();
        if (url.isEmpty()) {
            return "";
        }
        String[] policy = {""};
        examination.allows(
                grant("GetQueueAttributes"),
                what(),
                () -> policy[0] = aws.sqs()
                        .getQueueAttributes(ask -> ask.queueUrl(url).attributeNames(QueueAttributeName.REDRIVE_POLICY))
                        .attributes()
                        .getOrDefault(QueueAttributeName.REDRIVE_POLICY, ""));
        if (roles.contains(Role.FINDER) || splits) {
            send(url);
        }
        if (roles.contains(Role.WORKER)) {
            faulty(
                    "ReceiveMessage",
                    () -> aws.sqs()
                            .receiveMessage(ask -> ask.queueUrl(url)
                                    .maxNumberOfMessages(0)
                                    .visibilityTimeout(0)
                                    .waitTimeSeconds(0)));
            faulty(
                    "DeleteMessage",
                    () -> aws.sqs().deleteMessage(delete -> delete.queueUrl(url).receiptHandle(NO_HANDLE)));
            faulty(
                    "ChangeMessageVisibility",
                    () -> aws.sqs()
                            .changeMessageVisibility(change -> change.queueUrl(url)
                                    .receiptHandle(NO_HANDLE)
                                    .visibilityTimeout(0)));
        }
        return RedrivePolicy.of(policy[0]).deadLettersName();
    }

    /** Tests the dead-letter queue, which workers send to. */
    void deadLetters() {
        String url = url();
        if (!url.isEmpty()) {
            send(url);
        }
    }

    /** Returns the queue's URL; a caller without the permission also gets a missing queue. */
    private String url() {
        if (nameOrUrl.contains("://")) {
            return nameOrUrl;
        }
        Grant grant = grant("GetQueueUrl");
        String[] url = {""};
        examination.allows(
                grant,
                what(),
                () -> url[0] = JobQueue.url(aws.sqs(), nameOrUrl),
                "; or, if there is one, allow " + grant.line());
        return url[0];
    }

    private void send(String url) {
        faulty(
                "SendMessage",
                () -> aws.sqs().sendMessageBatch(send -> send.queueUrl(url).entries(List.of())));
    }

    private void faulty(String action, Supplier<?> call) {
        examination.allowsFaulty(grant(action), what(), call);
    }

    private String what() {
        return "queue " + nameOrUrl;
    }

    /** Returns a permission on the queue, whose URL ends with account and name. */
    private Grant grant(String action) {
        String[] path = nameOrUrl.split("/", -1);
        String account = path.length > 1 ? path[path.length - 2] : "";
        return new Grant(
                "sqs:" + action,
                arnPrefix + (account.matches("[0-9]{12}") ? account : "*") + ":" + path[path.length - 1]);
    }
}
