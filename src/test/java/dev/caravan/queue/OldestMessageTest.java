package dev.caravan.queue;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.local.LocalMetrics;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

class OldestMessageTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    private final LocalMetrics metrics = LocalMetrics.start();
    private final CloudWatchClient client = CloudWatchClient.builder()
            .endpointOverride(metrics.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();

    @AfterEach
    void close() {
        client.close();
        metrics.close();
    }

    @Test
    void isTheLatestThatWasReported() {
        metrics.put(NOW.minusSeconds(120), 60);
        metrics.put(NOW.minusSeconds(60), 185);
        metrics.put(NOW.minusSeconds(180), 900);
        assertThat(ask()).isEqualTo(new OldestMessage(Duration.ofSeconds(185), ""));
        assertThat(metrics.asked())
                .contains("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", "jobs", "Maximum");
    }

    @Test
    void isUnknownWhereNothingWasReported() {
        assertThat(ask()).isEqualTo(new OldestMessage(null, "CloudWatch: nothing reported in the last 15 minutes"));
    }

    @Test
    void isUnknownWhereItMayNotBeAsked() {
        metrics.refuse("AccessDeniedException");
        OldestMessage oldest = ask();
        assertThat(oldest.age()).isNull();
        assertThat(oldest.unknown()).contains("permission is missing", "not you");
    }

    @Test
    void isUnknownWhereThereIsNoClient() {
        OldestMessage oldest = OldestMessage.of(
                () -> {
                    throw SdkClientException.create("Unable to load region from any of the providers in the chain");
                },
                "jobs",
                NOW);
        assertThat(oldest.unknown()).contains("no region is known");
    }

    private OldestMessage ask() {
        return OldestMessage.of(() -> client, "jobs", NOW);
    }
}
