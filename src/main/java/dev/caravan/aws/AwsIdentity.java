package dev.caravan.aws;

import dev.caravan.job.Printable;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * The process's own AWS identity, by the AWS default chain.
 *
 * @param accessKeyId the public half of the key
 * @param origin where in the chain the key was found; empty if unknown
 */
public record AwsIdentity(String accessKeyId, String origin) {

    /** The SDK's codes for its credential providers (its BusinessMetricFeatureId). */
    private static final Map<String, String> CODES = Map.ofEntries(
            Map.entry("f", "Java system properties"),
            Map.entry("g", "environment variables"),
            Map.entry("h", "web identity"),
            Map.entry("i", "assumed role"),
            Map.entry("k", "web identity"),
            Map.entry("n", "profile"),
            Map.entry("o", "profile"),
            Map.entry("p", "profile"),
            Map.entry("q", "profile"),
            Map.entry("r", "profile"),
            Map.entry("s", "IAM Identity Center"),
            Map.entry("t", "profile"),
            Map.entry("u", "IAM Identity Center"),
            Map.entry("v", "profile"),
            Map.entry("w", "credential process"),
            Map.entry("z", "role of the container"),
            Map.entry("0", "role of the machine"),
            Map.entry("AC", "profile"),
            Map.entry("AD", "console login"));

    /**
     * Finds the key.
     *
     * @throws ControlPlaneException if there is none
     */
    public static AwsIdentity find() throws ControlPlaneException {
        try (DefaultCredentialsProvider chain =
                DefaultCredentialsProvider.builder().build()) {
            AwsCredentials found = chain.resolveCredentials();
            return new AwsIdentity(
                    Printable.of(found.accessKeyId()),
                    origin(found.providerName().orElse("")));
        } catch (SdkException e) {
            throw ControlPlaneProblem.of("credentials", e);
        }
    }

    /** Returns the meanings of a provider's codes without duplicates; empty if unknown. */
    static String origin(String codes) {
        return Arrays.stream(codes.split(",", -1))
                .map(CODES::get)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Describes the identity without its secret. */
    public String words() {
        return "access key " + accessKeyId + " of the AWS default chain"
                + (origin.isEmpty() ? "" : " (" + origin + ")");
    }

    /** Returns the region of the chain; empty if none. */
    public static String region() {
        try {
            return new DefaultAwsRegionProviderChain().getRegion().id();
        } catch (SdkException e) {
            return "";
        }
    }

    /** Returns a region's partition for ARNs, such as {@code aws} or {@code aws-cn}; {@code aws} if unknown. */
    public static String partition(String region) {
        return region.isEmpty()
                ? "aws"
                : PartitionMetadata.of(Region.of(region)).id();
    }

    /** Returns what the names of a region's services end with, such as amazonaws.com. */
    public static String dnsSuffix(String region) {
        return PartitionMetadata.of(Region.of(region)).dnsSuffix();
    }
}
