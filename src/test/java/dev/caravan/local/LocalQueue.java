package dev.caravan.local;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A queue and its dead-letter queue in ElasticMQ, which has the protocol of Amazon SQS. Servers and their clients
 * outlive the queues: a server that is free serves the next {@link LocalQueue} of this process.
 */
public final class LocalQueue implements AutoCloseable {

    public static final String NAME = "jobs";
    public static final String DEAD_LETTERS = "jobs-dead";
    public static final int MAX_RECEIVES = 5;

    private static final Queue<Server> FREE = new ConcurrentLinkedQueue<>();

    static {
        // ElasticMQ logs a closed client late, when another test may collect log lines.
        if (LoggerFactory.getLogger("org.elasticmq") instanceof Logger elasticMq) {
            elasticMq.setLevel(Level.OFF);
        }
    }

    private final Server server;
    private final SqsClient client;
    private final String url;
    private final String deadLettersUrl;
    private boolean closed;

    private LocalQueue(Server server) {
        this.server = server;
        client = server.client();
        deadLettersUrl =
                client.createQueue(queue -> queue.queueName(DEAD_LETTERS)).queueUrl();
        String arn = client.getQueueAttributes(
                        ask -> ask.queueUrl(deadLettersUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        url = client.createQueue(queue -> queue.queueName(NAME)
                        .attributes(Map.of(
                                QueueAttributeName.VISIBILITY_TIMEOUT,
                                "900",
                                QueueAttributeName.REDRIVE_POLICY,
                                "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":\"" + MAX_RECEIVES
                                        + "\"}")))
                .queueUrl();
    }

    public static LocalQueue start() {
        Server free = FREE.poll();
        return new LocalQueue(free == null ? Server.start() : free);
    }

    /** A running ElasticMQ and a client of it. */
    private record Server(SQSRestServer server, URI endpoint, SqsClient client) {

        static Server start() {
            SQSRestServer server = SQSRestServerBuilder.withInterface("127.0.0.1")
                    .withDynamicPort()
                    .withAWSRegion("us-east-1")
                    .withAWSAccountId("123456789012")
                    .start();
            URI endpoint = URI.create("http://127.0.0.1:"
                    + server.waitUntilStarted().localAddress().getPort());
            return new Server(server, endpoint, clientOf(endpoint));
        }
    }

    /** Returns the endpoint, a value for {@code AWS_ENDPOINT_URL_SQS}. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** Returns a client of the queues or of a relay in front of them. */
    public static SqsClient clientOf(URI endpoint) {
        return SqsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }

    public SqsClient client() {
        return client;
    }

    public String url() {
        return url;
    }

    public String deadLettersUrl() {
        return deadLettersUrl;
    }

    public void send(String body) {
        client.sendMessage(message -> message.queueUrl(url).messageBody(body));
    }

    /** Returns the number of messages on the queue and with workers. */
    public Depth depth() {
        return depth(url);
    }

    public Depth deadLetters() {
        return depth(deadLettersUrl);
    }

    private Depth depth(String queue) {
        Map<QueueAttributeName, String> attributes = client.getQueueAttributes(ask -> ask.queueUrl(queue)
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes();
        return new Depth(
                Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)),
                Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)));
    }

    /** Returns up to ten dead letters with all their attributes, and leaves them on the queue. */
    public List<Message> peekDeadLetters() {
        return peek(deadLettersUrl);
    }

    /** Returns up to ten messages of a queue in the same way. */
    public List<Message> peek(String queue) {
        return client.receiveMessage(ask -> ask.queueUrl(queue)
                        .maxNumberOfMessages(10)
                        .visibilityTimeout(0)
                        .messageAttributeNames("All"))
                .messages();
    }

    /** Stops the server: its port no longer accepts connections. */
    public void stop() {
        closed = true;
        client.close();
        server.server().stopAndWait();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            // Deletes only the queues that still exist: a test may have deleted one.
            client.listQueues().queueUrls().forEach(queue -> client.deleteQueue(delete -> delete.queueUrl(queue)));
            FREE.add(server);
        }
    }

    /**
     * The number of messages on a queue.
     *
     * @param visible messages that wait
     * @param hidden messages that were received and are neither deleted nor visible again
     */
    public record Depth(int visible, int hidden) {
        public int all() {
            return visible + hidden;
        }
    }
}
