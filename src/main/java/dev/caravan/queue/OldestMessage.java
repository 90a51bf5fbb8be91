package dev.caravan.queue;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/**
 * The age of a queue's oldest message by CloudWatch, which updates it once a minute and not for an unused queue (Amazon
 * SQS Developer Guide, "Available CloudWatch metrics for Amazon SQS").
 *
 * @param age in whole seconds; null if unknown
 * @param unknown why it is unknown, in one line; else empty
 */
public record OldestMessage(Duration age, String unknown) {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration LOOK_BACK = Duration.ofMinutes(15);

    /** The limit on waiting for this optional number. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Requests the age; never fails, even without a client. */
    public static OldestMessage of(Supplier<CloudWatchClient> client, String queueName, Instant now) {
        try {
            return ControlPlaneProblem.calling("CloudWatch", () -> ask(client.get(), queueName, now))
                    .map(seconds -> new OldestMessage(Duration.ofSeconds(seconds), ""))
                    .orElseGet(() -> new OldestMessage(null, "CloudWatch: nothing reported in the last 15 minutes"));
        } catch (ControlPlaneException e) {
            return new OldestMessage(null, e.getMessage());
        }
    }

    private static Optional<Long> ask(CloudWatchClient client, String queueName, Instant now) {
        GetMetricStatisticsResponse answer = client.getMetricStatistics(ask -> ask.namespace("AWS/SQS")
                .metricName("ApproximateAgeOfOldestMessage")
                .dimensions(
                        Dimension.builder().name("QueueName").value(queueName).build())
                .startTime(now.minus(LOOK_BACK))
                .endTime(now)
                .period((int) PERIOD.toSeconds())
                .statistics(Statistic.MAXIMUM)
                .overrideConfiguration(call -> call.apiCallTimeout(PATIENCE)));
        return answer.datapoints().stream()
                .filter(point -> point.timestamp() != null && point.maximum() != null)
                .max(Comparator.comparing(Datapoint::timestamp))
                .map(point -> Math.round(point.maximum()));
    }
}
