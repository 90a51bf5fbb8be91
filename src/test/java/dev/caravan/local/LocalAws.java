package dev.caravan.local;

import java.net.URI;

/** Sets the SDK's system properties that mean the same as {@code AWS_ENDPOINT_URL_…}, until it is closed. */
public final class LocalAws implements AutoCloseable {

    private final AwsSurroundings surroundings = new AwsSurroundings();

    public LocalAws(URI sqs, URI dynamoDb, URI cloudWatch) {
        surroundings.set("aws.region", "us-east-1");
        surroundings.set("aws.accessKeyId", "local");
        surroundings.set("aws.secretAccessKey", "local");
        surroundings.set("aws.disableEc2Metadata", "true");
        surroundings.set("aws.endpointUrlSqs", sqs.toString());
        surroundings.set("aws.endpointUrlDynamoDb", dynamoDb.toString());
        surroundings.set("aws.endpointUrlCloudWatch", cloudWatch.toString());
    }

    @Override
    public void close() {
        surroundings.close();
    }
}
