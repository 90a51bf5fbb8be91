package dev.caravan.record;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class RecordsExceptionTest {

    @Test
    void aRequestAfterTheEndOfTheProcessIsAFailureOfTheTable() {
        DynamoDbClient client = DynamoDbClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:9"))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(o -> o.apiCallTimeout(Duration.ofSeconds(1)))
                .build();
        client.close();
        assertThatThrownBy(() -> RecordsException.calling(
                        "can't write to", "t", () -> client.getItem(get -> get.tableName("t"))))
                .isInstanceOf(RecordsException.class)
                .hasMessage("can't write to table t: this process ends");
    }
}
