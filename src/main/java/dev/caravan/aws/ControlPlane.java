package dev.caravan.aws;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The clients of queue, table, state machine, secrets and metrics, all as whom the process runs: credentials and region are those of the AWS default
 * chain, addresses may be said by {@code AWS_ENDPOINT_URL} and {@code AWS_ENDPOINT_URL_<SERVICE>} (AWS SDKs Reference Guide,
 * "Service-specific endpoints"). A client is made when it is first asked for.
 */
public final class ControlPlane implements AutoCloseable {

    /** Up to 7 retries over some 10 s; every wait is random, from none to the limit that doubles. */
    private static final StandardRetryStrategy WRITE_RETRIES = AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .maxAttempts(8)
            .backoffStrategy(BackoffStrategy.exponentialDelay(Duration.ofMillis(50), Duration.ofSeconds(5)))
            .throttlingBackoffStrategy(BackoffStrategy.exponentialDelay(Duration.ofMillis(200), Duration.ofSeconds(5)))
            .build();

    /** Longer than the longest wait for a message, with its answer. */
    private static final Duration ATTEMPT = Duration.ofSeconds(45);

    private static final Duration IMPATIENT_ATTEMPT = Duration.ofSeconds(15);

    private final SdkHttpClient http;
    private final ScheduledThreadPoolExecutor timer;
    private final Duration attempt;
    private final boolean patient;
    private SqsClient sqs;
    private DynamoDbClient dynamoDb;
    private SfnClient stepFunctions;
    private SecretsManagerClient secrets;
    private CloudWatchClient cloudWatch;

    /**
     * @param connections the most that are open at once, at least 1; further requests wait
     */
    public ControlPlane(int connections) {
        this(connections, true, ATTEMPT);
    }

    private ControlPlane(int connections, boolean patient, Duration attempt) {
        this.patient = patient;
        this.attempt = attempt;
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "caravan-aws-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        http = ApacheHttpClient.builder()
                .maxConnections(connections)
                .connectionTimeout(Duration.ofSeconds(5))
                .tcpKeepAlive(true)
                // Longer than the longest wait for a message, 20 s.
                .socketTimeout(patient ? Duration.ofSeconds(30) : Duration.ofSeconds(10))
                .build();
    }

    /** Clients that make each request only once and don't wait long, for who wants to know how it is right now. */
    public static ControlPlane impatient() {
        return impatient(IMPATIENT_ATTEMPT);
    }

    /** @param attempt how long a request and its whole answer may take */
    static ControlPlane impatient(Duration attempt) {
        return new ControlPlane(4, false, attempt);
    }

    private <B extends AwsClientBuilder<B, ?>> B configured(B builder) {
        return configured(builder, null);
    }

    /** @param retries of patient clients; null for the SDK's own */
    private <B extends AwsClientBuilder<B, ?>> B configured(B builder, RetryStrategy retries) {
        RetryStrategy used = patient ? retries : AwsRetryStrategy.doNotRetry();
        return builder.overrideConfiguration(calls -> {
            calls.apiCallAttemptTimeout(attempt).scheduledExecutorService(timer);
            if (used != null) {
                calls.retryStrategy(used);
            }
        });
    }

    public synchronized SqsClient sqs() {
        if (sqs == null) {
            sqs = configured(SqsClient.builder().httpClient(http)).build();
        }
        return sqs;
    }

    public synchronized DynamoDbClient dynamoDb() {
        if (dynamoDb == null) {
            dynamoDb = configured(DynamoDbClient.builder().httpClient(http), WRITE_RETRIES)
                    .build();
        }
        return dynamoDb;
    }

    public synchronized SfnClient stepFunctions() {
        if (stepFunctions == null) {
            stepFunctions = configured(SfnClient.builder().httpClient(http)).build();
        }
        return stepFunctions;
    }

    public synchronized SecretsManagerClient secrets() {
        if (secrets == null) {
            secrets =
                    configured(SecretsManagerClient.builder().httpClient(http)).build();
        }
        return secrets;
    }

    public synchronized CloudWatchClient cloudWatch() {
        if (cloudWatch == null) {
            cloudWatch = configured(CloudWatchClient.builder().httpClient(http)).build();
        }
        return cloudWatch;
    }

    @Override
    public void close() {
        http.close();
        timer.shutdownNow();
    }
}
