package dev.caravan.aws;

import dev.caravan.job.Egress;
import dev.caravan.store.DaemonThreads;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.SnsClientBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/**
 * The clients of queue, table, state machine, secrets and metrics with the process's identity: credentials and region
 * of the AWS default chain, and addresses of {@code AWS_ENDPOINT_URL} and {@code AWS_ENDPOINT_URL_<SERVICE>} (AWS SDKs
 * Reference Guide, "Service-specific endpoints"). Clients are created on demand.
 */
public final class ControlPlane implements AutoCloseable {

    /** Up to 7 retries over some 10 s, with random waits up to a doubling limit. */
    private static final StandardRetryStrategy WRITE_RETRIES = AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .maxAttempts(8)
            .backoffStrategy(BackoffStrategy.exponentialDelay(Duration.ofMillis(50), Duration.ofSeconds(5)))
            .throttlingBackoffStrategy(BackoffStrategy.exponentialDelay(Duration.ofMillis(200), Duration.ofSeconds(5)))
            .build();

    /** More than the longest poll with its answer. */
    private static final Duration ATTEMPT = Duration.ofSeconds(45);

    /** More than the longest poll, 20 s. */
    private static final Duration DIRECT_ATTEMPT = Duration.ofSeconds(30);

    private static final Duration IMPATIENT_ATTEMPT = Duration.ofSeconds(15);

    private final SdkHttpClient http;
    private final ScheduledThreadPoolExecutor timer;
    private final Duration attempt;
    private final boolean patient;
    private final Map<Class<?>, Object> clients = new ConcurrentHashMap<>();
    private final DirectCalls tableCalls;
    private final DirectCalls queueCalls;

    /** @param connections the most open at once, at least 1; further requests wait */
    public ControlPlane(int connections) {
        this(connections, true, ATTEMPT, Egress.ofProcess());
    }

    private ControlPlane(int connections, boolean patient, Duration attempt, Egress egress) {
        this.patient = patient;
        this.attempt = attempt;
        timer = new ScheduledThreadPoolExecutor(1, new DaemonThreads("caravan-aws-timer"));
        timer.setRemoveOnCancelPolicy(true);
        http = new EndedAttempts(
                AwsHttp.builder(egress)
                        .maxConnections(connections)
                        .connectionTimeout(Duration.ofSeconds(5))
                        .tcpKeepAlive(true)
                        // Longer than the longest wait for a message, 20 s.
                        .socketTimeout(patient ? Duration.ofSeconds(30) : Duration.ofSeconds(10))
                        .build(),
                egress.proxies());
        Duration direct = attempt.compareTo(DIRECT_ATTEMPT) < 0 ? attempt : DIRECT_ATTEMPT;
        tableCalls = new DirectCalls(connections, direct, egress);
        queueCalls = new DirectCalls(connections, direct, egress);
    }

    /** Returns clients without retries and with short timeouts, for checks of the current state. */
    public static ControlPlane impatient() {
        return impatient(IMPATIENT_ATTEMPT, Egress.ofProcess());
    }

    /** @param attempt limit of a request with its whole answer */
    static ControlPlane impatient(Duration attempt, Egress egress) {
        return new ControlPlane(4, false, attempt, egress);
    }

    public SqsClient sqs() {
        return client(SqsClient.class, SqsClient::builder, null, queueCalls);
    }

    public DynamoDbClient dynamoDb() {
        return client(DynamoDbClient.class, DynamoDbClient::builder, WRITE_RETRIES, tableCalls);
    }

    public SfnClient stepFunctions() {
        return client(SfnClient.class, SfnClient::builder, null, null);
    }

    public SecretsManagerClient secrets() {
        return client(SecretsManagerClient.class, SecretsManagerClient::builder, null, null);
    }

    public CloudWatchClient cloudWatch() {
        return client(CloudWatchClient.class, CloudWatchClient::builder, null, null);
    }

    /**
     * Publishes a text to all subscribers of a topic of Amazon SNS.
     *
     * @param subject of a mail; printable ASCII, fewer than 100 characters
     */
    public void publish(String topic, String subject, String text) throws ControlPlaneException {
        ControlPlaneProblem.calling(
                "topic " + topic,
                () -> sns(topic)
                        .publish(mail -> mail.topicArn(topic).subject(subject).message(text)));
    }

    /** Returns a client of the region of a topic. A process has one topic. */
    public SnsClient sns(String topic) {
        Supplier<SnsClientBuilder> builder = () -> SnsClient.builder().region(Region.of(topic.split(":", -1)[3]));
        return client(SnsClient.class, builder, null, null);
    }

    /** Returns a client of another service, which is kept. */
    public <C extends AwsClient, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(
            Class<C> type, Supplier<B> builder) {
        return client(type, builder, null, null);
    }

    /** Returns the calls of Amazon EC2. */
    public Ec2 ec2() {
        return new Ec2(http);
    }

    /** Returns the number of the account of the process. */
    public String account() {
        return client(StsClient.class, StsClient::builder).getCallerIdentity().account();
    }

    /** Returns DynamoDB calls without the SDK, usable after {@link #dynamoDb}. */
    public DirectCalls tableCalls() {
        return tableCalls;
    }

    /** Returns Amazon SQS calls without the SDK, usable after {@link #sqs}. */
    public DirectCalls queueCalls() {
        return queueCalls;
    }

    /** Returns an uncached AWS STS client; an empty address is the usual one. */
    StsClient sts(Region region, String address) {
        StsClientBuilder builder = StsClient.builder().region(region);
        return made(address.isEmpty() ? builder : builder.endpointOverride(URI.create(address)), null, null);
    }

    /**
     * @param retries of patient clients; null for the SDK's own
     * @param direct learns from this client; null for none
     */
    private <C extends AwsClient, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(
            Class<C> type, Supplier<B> builder, RetryStrategy retries, DirectCalls direct) {
        return type.cast(clients.computeIfAbsent(type, unused -> made(builder.get(), retries, direct)));
    }

    private <C extends AwsClient, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C made(
            B builder, RetryStrategy retries, DirectCalls direct) {
        RetryStrategy used = patient ? retries : AwsRetryStrategy.doNotRetry();
        C client = builder.httpClient(http)
                .overrideConfiguration(calls -> {
                    calls.apiCallAttemptTimeout(attempt).scheduledExecutorService(timer);
                    if (used != null) {
                        calls.retryStrategy(used);
                    }
                    if (direct != null) {
                        calls.addExecutionInterceptor(direct.learning());
                    }
                })
                .build();
        if (direct != null) {
            direct.use(client.serviceClientConfiguration().credentialsProvider());
        }
        return client;
    }

    @Override
    public void close() {
        tableCalls.close();
        queueCalls.close();
        http.close();
        timer.shutdownNow();
    }
}
