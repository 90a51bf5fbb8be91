package dev.caravan.aws;

import dev.caravan.job.Printable;
import java.util.regex.Pattern;
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

    /** Other texts are codes of the SDK's own, such as {@code o,n,i}. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{3,}");

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

    /** The provider's name, shortened; empty where the SDK tells only codes. */
    static String origin(String providerName) {
        return NAME.matcher(providerName).matches() ? providerName.replace("CredentialsProvider", "") : "";
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
