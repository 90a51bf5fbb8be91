package dev.caravan.component.s3;

import dev.caravan.job.Network;
import dev.caravan.job.Printable;
import dev.caravan.store.InvalidException;
import java.util.Locale;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.endpoint.DualstackEnabledProvider;
import software.amazon.awssdk.awscore.endpoint.FipsEnabledProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * Amazon's endpoint variants by the AWS tools' settings: {@code AWS_USE_FIPS_ENDPOINT} and
 * {@code AWS_USE_DUALSTACK_ENDPOINT}, or else the profile's {@code use_fips_endpoint} and
 * {@code use_dualstack_endpoint} (AWS SDKs Reference Guide, "Dual-stack and FIPS endpoints").
 */
record EndpointVariants(boolean fips, boolean dualStack) {

    private static final EndpointVariants PLAIN = new EndpointVariants(false, false);

    /**
     * Reads the settings.
     *
     * @throws InvalidException if they ask for a variant that the configured endpoint isn't
     */
    static EndpointVariants of(String bucket, S3Configuration configuration) {
        if (configuration.getNetwork() == Network.PUBLIC) {
            return PLAIN;
        }
        String endpoint = configuration.getEndpoint();
        try {
            if (endpoint.isEmpty()) {
                return read(ProfileFile::defaultProfileFile, configuration.getProfile());
            }
            // A profile is about Amazon's own addresses. A variable is a rule for all of the process.
            refuseIfSet(SdkSystemSetting.AWS_USE_FIPS_ENDPOINT, "-fips.", bucket, endpoint);
            refuseIfSet(SdkSystemSetting.AWS_USE_DUALSTACK_ENDPOINT, ".dualstack.", bucket, endpoint);
            return PLAIN;
        } catch (IllegalStateException e) {
            // The SDK names the setting and its value.
            throw new InvalidException(
                    "s3://" + Printable.of(bucket) + ": " + Printable.of(String.valueOf(e.getMessage())),
                    0,
                    "InvalidEndpoint",
                    e);
        }
    }

    /** Reads the settings of environment and profile; an empty profile is the process's. */
    static EndpointVariants read(Supplier<ProfileFile> file, String profile) {
        String name = profile.isEmpty() ? null : profile;
        return new EndpointVariants(
                FipsEnabledProvider.builder()
                        .profileFile(file)
                        .profileName(name)
                        .build()
                        .isFipsEnabled()
                        .orElse(false),
                DualstackEnabledProvider.builder()
                        .profileFile(file)
                        .profileName(name)
                        .build()
                        .isDualstackEnabled()
                        .orElse(false));
    }

    /** Refuses a setting that the host of an endpoint, which has {@code mark} then, doesn't follow. */
    private static void refuseIfSet(SdkSystemSetting setting, String mark, String bucket, String endpoint) {
        if (setting.getBooleanValue().orElse(false)
                && !endpoint.toLowerCase(Locale.ROOT).contains(mark)) {
            throw new InvalidException(
                    "s3://" + Printable.of(bucket) + ": " + setting.environmentVariable() + " is set, but the endpoint "
                            + Printable.of(endpoint)
                            + " is used unchanged: unset the variable, leave out the endpoint, or set this side's network to"
                            + " public (--source-network, --dest-network)",
                    "InvalidEndpoint");
        }
    }
}
