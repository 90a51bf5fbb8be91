package dev.caravan.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The queue of a job.
 *
 * @param url where its messages are
 * @param deadLettersUrl where messages are laid aside that can't be done
 * @param maxReceives after so many receipts Amazon SQS itself lays a message aside, at least 1
 */
public record JobQueue(String url, String deadLettersUrl, int maxReceives) {

    /**
     * Looks the queue up.
     *
     * @param nameOrUrl the name of a queue of this account and region, or a queue's URL
     * @throws SdkException where the service doesn't tell
     * @throws IllegalArgumentException whose message says what is wrong with the queue
     */
    public static JobQueue find(SqsClient client, String nameOrUrl) {
        String url = url(client, nameOrUrl);
        String policy = client.getQueueAttributes(
                        ask -> ask.queueUrl(url).attributeNames(QueueAttributeName.REDRIVE_POLICY))
                .attributes()
                .get(QueueAttributeName.REDRIVE_POLICY);
        if (policy == null) {
            throw new IllegalArgumentException(
                    "the queue has no dead-letter queue, so that what fails would be lost or tried for ever; give it a redrive policy");
        }
        JsonNode redrive = read(policy);
        String arn = redrive.path("deadLetterTargetArn").asText();
        String name = arn.substring(arn.lastIndexOf(':') + 1);
        return new JobQueue(
                url,
                url(client, name),
                Math.max(1, redrive.path("maxReceiveCount").asInt(1)));
    }

    private static String url(SqsClient client, String nameOrUrl) {
        return nameOrUrl.contains("://")
                ? nameOrUrl
                : client.getQueueUrl(ask -> ask.queueName(nameOrUrl)).queueUrl();
    }

    private static JsonNode read(String policy) {
        try {
            return new ObjectMapper().readTree(policy);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the queue's redrive policy is not JSON", e);
        }
    }
}
