package dev.caravan.it;

import dev.caravan.local.LocalQueue;
import dev.caravan.local.LocalTable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Starts a queue and a table for a fleet. The AWS clients of this process find them by system properties, those of
 * another process by the environment.
 */
public final class LocalFleet implements BeforeEachCallback, AfterEachCallback {

    private static final Map<String, String> IDENTITY =
            Map.of("aws.region", "us-east-1", "aws.accessKeyId", "local", "aws.secretAccessKey", "local");

    public LocalQueue queue;
    public LocalTable table;

    @Override
    public void beforeEach(ExtensionContext context) {
        queue = LocalQueue.start();
        table = LocalTable.start();
        IDENTITY.forEach(System::setProperty);
        reachQueueAt(queue.endpoint());
        reachTableAt(table.endpoint());
    }

    /** Sets another endpoint of the queue, for example that of a relay in front of it. */
    public void reachQueueAt(URI endpoint) {
        System.setProperty("aws.endpointUrlSqs", endpoint.toString());
    }

    public void reachTableAt(URI endpoint) {
        System.setProperty("aws.endpointUrlDynamoDb", endpoint.toString());
    }

    public void reachTopicAt(URI endpoint) {
        System.setProperty("aws.endpointUrlSns", endpoint.toString());
    }

    /** Returns the environment with which another process finds the queue and the table. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_REGION",
                "us-east-1",
                "AWS_ACCESS_KEY_ID",
                "local",
                "AWS_SECRET_ACCESS_KEY",
                "local",
                "AWS_ENDPOINT_URL_SQS",
                queue.endpoint().toString(),
                "AWS_ENDPOINT_URL_DYNAMODB",
                table.endpoint().toString(),
                "JOB_QUEUE_NAME",
                LocalQueue.NAME,
                "JOB_TABLE_NAME",
                LocalTable.NAME);
    }

    /** Receives and deletes all messages of the queue. */
    public List<String> takeAll() {
        List<String> bodies = new ArrayList<>();
        while (true) {
            List<Message> messages = queue.client()
                    .receiveMessage(ask -> ask.queueUrl(queue.url()).maxNumberOfMessages(10))
                    .messages();
            if (messages.isEmpty()) {
                return bodies;
            }
            messages.forEach(message -> bodies.add(message.body()));
            queue.client()
                    .deleteMessageBatch(done -> done.queueUrl(queue.url())
                            .entries(messages.stream()
                                    .map(message -> DeleteMessageBatchRequestEntry.builder()
                                            .id(message.messageId())
                                            .receiptHandle(message.receiptHandle())
                                            .build())
                                    .toList()));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        queue.close();
        table.close();
    }
}
