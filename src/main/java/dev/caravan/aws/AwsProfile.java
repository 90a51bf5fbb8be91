package dev.caravan.aws;

import dev.caravan.job.Credentials;
import dev.caravan.job.Printable;
import dev.caravan.store.CredentialsChain;
import dev.caravan.store.DeniedException;
import dev.caravan.store.Session;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;

/** A profile of the AWS configuration files with any kind of credentials. The files are read for each session. */
public record AwsProfile(String name) implements Supplier<Session> {

    @Override
    public Session get() {
        ProfileFile file = file();
        if (file.profile(name).isEmpty()) {
            throw failed("the AWS configuration files have no profile " + Printable.quoted(name), "NoProfile", null);
        }
        try (ProfileCredentialsProvider provider = ProfileCredentialsProvider.builder()
                .profileFile(file)
                .profileName(name)
                .build()) {
            AwsCredentials found = provider.resolveCredentials();
            String token = found instanceof AwsSessionCredentials session ? session.sessionToken() : "";
            return new Session(
                    new Credentials(found.accessKeyId(), found.secretAccessKey(), token),
                    found.expirationTime().orElse(null));
        } catch (SdkException | IllegalArgumentException | IllegalStateException e) {
            throw failed(
                    "the AWS profile " + Printable.quoted(name) + " gives no credentials: "
                            + CredentialsChain.withoutNoise(ControlPlaneProblem.words(e)),
                    "NoCredentials",
                    e);
        }
    }

    private static ProfileFile file() {
        try {
            return ProfileFile.defaultProfileFile();
        } catch (SdkException | IllegalArgumentException | IllegalStateException e) {
            throw failed("the AWS configuration files can't be read: " + ControlPlaneProblem.words(e), "NoProfile", e);
        }
    }

    private static DeniedException failed(String message, String code, Exception cause) {
        return DeniedException.ofCaller(message, 0, code, cause);
    }

    /** Returns the address of Amazon S3 that the profile sets; empty if none. */
    public String endpoint() {
        ProfileFile file = file();
        return file.profile(name)
                .flatMap(profile -> profile.property("services")
                        .flatMap(services -> file.getSection("services", services))
                        .flatMap(services -> services.property("s3." + ProfileProperty.ENDPOINT_URL))
                        .or(() -> profile.property(ProfileProperty.ENDPOINT_URL)))
                .orElse("");
    }

    /** Returns the region of the profile; empty if none. */
    public String region() {
        try {
            return new AwsProfileRegionProvider(ProfileFile::defaultProfileFile, name)
                    .getRegion()
                    .id();
        } catch (SdkException | IllegalArgumentException | IllegalStateException e) {
            return "";
        }
    }
}
