package dev.caravan.aws;

import dev.caravan.job.Printable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.imds.Ec2MetadataClient;
import software.amazon.awssdk.imds.Ec2MetadataClientException;
import software.amazon.awssdk.imds.Ec2MetadataRetryPolicy;

/**
 * What Amazon EC2 tells a machine about itself, by version 2 of its service (IMDSv2: each request bears a token), at the address that the AWS SDKs
 * use: {@code AWS_EC2_METADATA_SERVICE_ENDPOINT}, else that of the profile, else 169.254.169.254. Not for several threads at once.
 */
public final class InstanceMetadata implements AutoCloseable {

    private static final String ROOT = "/latest/meta-data/";

    /** It is on this very machine, and asked again soon. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int NOT_FOUND = 404;
    private static final int TOKEN_REFUSED = 401;

    private final SdkHttpClient http;
    private Ec2MetadataClient client;

    private InstanceMetadata(SdkHttpClient http) {
        this.http = http;
        this.client = client();
    }

    /**
     * Nothing is asked yet.
     *
     * @throws ControlPlaneException where the address in the environment or in the profile is none
     */
    public static InstanceMetadata open() throws ControlPlaneException {
        SdkHttpClient http = Apache5HttpClient.builder()
                .connectionTimeout(PATIENCE)
                .socketTimeout(PATIENCE)
                .maxConnections(1)
                // A proxy would tell about its own machine.
                .proxyConfiguration(AwsHttp.NO_PROXY)
                .build();
        try {
            return new InstanceMetadata(http);
        } catch (IllegalArgumentException e) {
            http.close();
            throw new ControlPlaneException(
                    "AWS_EC2_METADATA_SERVICE_ENDPOINT: " + Printable.of(String.valueOf(e.getMessage())), true, e);
        }
    }

    private Ec2MetadataClient client() {
        return Ec2MetadataClient.builder()
                .httpClient(http)
                .retryPolicy(Ec2MetadataRetryPolicy.none())
                .build();
    }

    /**
     * One item.
     *
     * @param item below {@code /latest/meta-data/}
     * @return its text; empty where there is no such item at the moment
     * @throws ControlPlaneException where the service can't be reached, or fails
     */
    public Optional<String> get(String item) throws ControlPlaneException {
        try {
            return Optional.of(client.get(ROOT + item).asString());
        } catch (Ec2MetadataClientException e) {
            if (e.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            if (e.statusCode() == TOKEN_REFUSED) {
                // The client would go on with its token until that expires.
                client = client();
            }
            throw away(e);
        } catch (RuntimeException e) {
            // The SDK's own, and whatever an address causes that is none.
            throw away(e);
        }
    }

    /** In the words of the connection's failure, where it is one: they name the address, those around it speak of retries. */
    private static ControlPlaneException away(RuntimeException failure) {
        Throwable reason = failure;
        while (reason.getCause() != null && !(reason instanceof IOException)) {
            reason = reason.getCause();
        }
        return new ControlPlaneException(
                ControlPlaneProblem.words(reason.getMessage() == null ? failure : reason), false, failure);
    }

    @Override
    public void close() {
        http.close();
    }
}
