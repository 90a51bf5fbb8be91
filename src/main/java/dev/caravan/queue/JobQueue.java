package dev.caravan.queue;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * The queue of a job.
 *
 * @param url its URL
 * @param deadLettersUrl of the dead-letter queue; empty if it has none
 * @param maxReceives receipts after which Amazon SQS moves a message there, at least 1
 */
public record JobQueue(String url, String deadLettersUrl, int maxReceives) {

    public String name() {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /** Finds a queue by its name in this account and region, or by its URL. */
    public static JobQueue find(SqsClient client, String nameOrUrl) throws ControlPlaneException {
        String what = "queue " + nameOrUrl;
        String url = ControlPlaneProblem.calling(what, () -> url(client, nameOrUrl));
        RedrivePolicy policy = ControlPlaneProblem.calling(
                what,
                () -> RedrivePolicy.of(client.getQueueAttributes(
                                ask -> ask.queueUrl(url).attributeNames(QueueAttributeName.REDRIVE_POLICY))
                        .attributes()
                        .get(QueueAttributeName.REDRIVE_POLICY)));
        String deadLetters = policy.isNone()
                ? ""
                : ControlPlaneProblem.calling(
                        policy.deadLettersName() + ", the dead-letter queue of " + what,
                        () -> url(client, policy.deadLettersName()));
        return new JobQueue(url, deadLetters, Math.max(1, policy.maxReceives()));
    }

    /** Returns a queue's URL for a sender. Checks that it exists, since the first send would show it too late. */
    public static String urlOf(SqsClient client, String nameOrUrl) throws ControlPlaneException {
        return ControlPlaneProblem.calling("queue " + nameOrUrl, () -> {
            String url = url(client, nameOrUrl);
            try {
                client.getQueueAttributes(ask -> ask.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN));
            } catch (SqsException e) {
                // A sender may lack this permission; sending shows it.
                if (e.statusCode() != 403) {
                    throw e;
                }
            }
            return url;
        });
    }

    public static String url(SqsClient client, String nameOrUrl) {
        return nameOrUrl.contains("://")
                ? nameOrUrl
                : client.getQueueUrl(ask -> ask.queueName(nameOrUrl)).queueUrl();
    }
}
