package dev.caravan.local;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Says to the clients that the program itself makes, in this process, where the services are: by the system properties that mean the
 * same as {@code AWS_ENDPOINT_URL_…}. What was said before
 * counts again when it is closed.
 */
public final class LocalAws implements AutoCloseable {

    private final Properties before = new Properties();

    public LocalAws(URI sqs, URI dynamoDb, URI cloudWatch) {
        before.putAll(System.getProperties());
        Map<String, String> said = new HashMap<>(Map.of(
                "aws.region", "us-east-1",
                "aws.accessKeyId", "local",
                "aws.secretAccessKey", "local",
                "aws.disableEc2Metadata", "true"));
        said.put("aws.endpointUrlSqs", sqs.toString());
        said.put("aws.endpointUrlDynamoDb", dynamoDb.toString());
        said.put("aws.endpointUrlCloudWatch", cloudWatch.toString());
        said.forEach(System::setProperty);
    }

    @Override
    public void close() {
        System.setProperties(before);
    }
}
