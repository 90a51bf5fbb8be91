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
 * Amazon EC2's instance metadata (IMDSv2) at the AWS SDKs' address: {@code AWS_EC2_METADATA_SERVICE_ENDPOINT}, else the
 * profile's, else 169.254.169.254. Not thread-safe.
 */
public final class InstanceMetadata implements AutoCloseable {

    private static final String ROOT = "/latest/meta-data/";

    /** Short, since it is on this machine and asked again soon. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int NOT_FOUND = 404;
    private static final int TOKEN_REFUSED = 401;

    private final SdkHttpClient http = Apache5HttpClient.builder()
            .connectionTimeout(PATIENCE)
            .socketTimeout(PATIENCE)
            .maxConnections(1)
            // A proxy would return its own machine's metadata.
            .proxyConfiguration(AwsHttp.NO_PROXY)
            .build();

    private Ec2MetadataClient client;

    /**
     * Creates the client without a request.
     *
     * @throws ControlPlaneException if the configured address is invalid
     */
    public InstanceMetadata() throws ControlPlaneException {
        try {
            client = client();
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
     * Returns the text of an item below {@code /latest/meta-data/}; empty if it doesn't exist now.
     *
     * @throws ControlPlaneException if the service can't be reached or fails
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

    /** Returns the connection's failure, which names the address, rather than one about retries. */
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
