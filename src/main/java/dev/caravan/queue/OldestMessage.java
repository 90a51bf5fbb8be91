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
 * How long the oldest message of a queue has been there: only CloudWatch knows. Amazon SQS tells it once a minute, and not at all while
 * a queue isn't used (Amazon SQS Developer Guide, "Available CloudWatch metrics for Amazon SQS").
 *
 * @param age in whole seconds; null where it isn't known
 * @param unknown why it isn't known, in one line; empty where it is
 */
public record OldestMessage(Duration age, String unknown) {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration LOOK_BACK = Duration.ofMinutes(15);

    /** A number that is nice to have isn't waited for longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Asks for the age, and never fails, also where no client can be made. */
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
