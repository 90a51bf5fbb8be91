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
 * As whom and where the process itself speaks to AWS, by the AWS default chain.
 *
 * @param accessKeyId the public half of the key
 * @param origin where in the chain the key was found; empty where that isn't told
 */
public record AwsIdentity(String accessKeyId, String origin) {

    /** Codes of the SDK, which names a provider by one or several of them (its BusinessMetricFeatureId). */
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
     * Looks for a key.
     *
     * @throws ControlPlaneException where there is none
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

    /** Returns what the codes of a provider mean, each once; empty where none is known. */
    static String origin(String codes) {
        return Arrays.stream(codes.split(",", -1))
                .map(CODES::get)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** In words, without the secret. */
    public String words() {
        return "access key " + accessKeyId + " of the AWS default chain"
                + (origin.isEmpty() ? "" : " (" + origin + ")");
    }

    /** The region of the chain; empty where there is none. */
    public static String region() {
        try {
            return new DefaultAwsRegionProviderChain().getRegion().id();
        } catch (SdkException e) {
            return "";
        }
    }

    /** The partition that a region is in, as ARNs begin with it: {@code aws}, {@code aws-cn}; {@code aws} where none is known. */
    public static String partition(String region) {
        return region.isEmpty()
                ? "aws"
                : PartitionMetadata.of(Region.of(region)).id();
    }
}
