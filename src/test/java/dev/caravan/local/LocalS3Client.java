package dev.caravan.local;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Creates the SDK's client for a local server, with the SDK's defaults except for retries. */
final class LocalS3Client {
    private LocalS3Client() {}

    static S3Client of(LocalS3 s3) {
        return builder(s3)
                .overrideConfiguration(o -> o.retryStrategy(b -> b.maxAttempts(1)))
                .build();
    }

    static S3Client retrying(LocalS3 s3) {
        return builder(s3)
                .overrideConfiguration(o -> o.retryStrategy(RetryMode.STANDARD))
                .build();
    }

    static S3ClientBuilder builder(LocalS3 s3) {
        return S3Client.builder()
                .endpointOverride(s3.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(64))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AK", "SK")));
    }
}
