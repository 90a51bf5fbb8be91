package dev.caravan.queue;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A queue and its number of messages. The counts are approximate and up to a minute old (Amazon SQS API Reference,
 * GetQueueAttributes).
 *
 * @param waiting receivable messages
 * @param inFlight received messages, neither deleted nor returned
 * @param delayed messages that can't be received yet
 * @param deadLetters ARN of its dead-letter queue; empty without a redrive policy
 */
public record QueueDepth(String url, String arn, long waiting, long inFlight, long delayed, String deadLetters) {

    /** Reads the depth of a queue by its URL, or by its name in the client's account and region. */
    public static QueueDepth of(SqsClient client, String queue) throws ControlPlaneException {
        return ControlPlaneProblem.calling("queue " + queue, () -> read(client, JobQueue.url(client, queue)));
    }

    /** Reads the depth of the dead-letter queue, which must exist; it is in the same account and region. */
    public QueueDepth ofDeadLetters(SqsClient client) throws ControlPlaneException {
        String dead = name(deadLetters);
        return ControlPlaneProblem.calling(
                dead + ", the dead-letter queue of queue " + name(), () -> read(client, JobQueue.url(client, dead)));
    }

    public String name() {
        return name(arn);
    }

    public long all() {
        return waiting + inFlight + delayed;
    }

    private static String name(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    private static QueueDepth read(SqsClient client, String url) {
        Map<QueueAttributeName, String> attributes = client.getQueueAttributes(
                        ask -> ask.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();
        return new QueueDepth(
                url,
                attributes.getOrDefault(QueueAttributeName.QUEUE_ARN, ""),
                count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
                count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
                count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED),
                RedrivePolicy.of(attributes.get(QueueAttributeName.REDRIVE_POLICY))
                        .deadLetters());
    }

    private static long count(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
        return Long.parseLong(attributes.getOrDefault(name, "0"));
    }
}
