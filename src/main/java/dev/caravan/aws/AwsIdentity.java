package dev.caravan.aws;

import dev.caravan.job.Printable;
import java.util.Arrays;
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

    /** Finds the key. Throws {@link ControlPlaneException} if there is none. */
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
                .map(AwsIdentity::meaning)
                .filter(meaning -> !meaning.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Returns the meaning of the SDK's code for a credential provider (its BusinessMetricFeatureId); empty if unknown. */
    private static String meaning(String code) {
        return switch (code) {
            case "f" -> "Java system properties";
            case "g" -> "environment variables";
            case "h", "k" -> "web identity";
            case "i" -> "assumed role";
            case "n", "o", "p", "q", "r", "t", "v", "AC" -> "profile";
            case "s", "u" -> "IAM Identity Center";
            case "w" -> "credential process";
            case "z" -> "role of the container";
            case "0" -> "role of the machine";
            case "AD" -> "console login";
            default -> "";
        };
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
