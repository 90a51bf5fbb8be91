package dev.caravan.aws;

import dev.caravan.job.Credentials;
import dev.caravan.job.Identity.Role;
import dev.caravan.job.Printable;
import dev.caravan.store.CredentialsSource;
import dev.caravan.store.DeniedException;
import dev.caravan.store.Session;
import dev.caravan.store.StoreException;
import dev.caravan.store.TransientException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/**
 * The sessions of a role, an hour each. Uses AWS STS in a region of the role's partition, or at AWS_ENDPOINT_URL_STS.
 */
public final class AssumedRole implements Supplier<Session> {

    /** The time limit with the SDK's retries; requests that need a session wait for it. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** The first region of each partition with several regions. */
    private static final List<Region> USUAL = List.of(Region.US_EAST_1, Region.CN_NORTH_1, Region.US_GOV_WEST_1);

    private final ControlPlane plane;
    private final Role role;
    private final Region region;
    private final CredentialsSource base;
    private final Supplier<String> caller;
    private StsClient sts;

    /**
     * Creates it without a request.
     *
     * @param region of the role's bucket; empty if unknown
     * @param base signs the request; null for the process's default chain
     * @param caller who assumes the role, for messages
     */
    public AssumedRole(ControlPlane plane, Role role, String region, CredentialsSource base, Supplier<String> caller) {
        this.plane = plane;
        this.role = role;
        this.region = region(role.arn(), AwsIdentity.region(), region);
        this.base = base;
        this.caller = caller;
    }

    /** Returns the first of the regions (empty ones are skipped) in the role's partition, or else its usual region. */
    static Region region(String arn, String... regions) {
        String partition = arn.split(":", 3)[1];
        for (String region : regions) {
            if (!region.isEmpty() && AwsIdentity.partition(region).equals(partition)) {
                return Region.of(region);
            }
        }
        return Region.regions().stream()
                .filter(region -> !region.isGlobalRegion()
                        && AwsIdentity.partition(region.id()).equals(partition))
                .min(Comparator.comparing((Region region) -> !USUAL.contains(region))
                        .thenComparing(Region::id))
                // A store that only supports the protocol of AWS.
                .orElse(Region.US_EAST_1);
    }

    @Override
    public Session get() {
        Credentials signer = base == null ? null : base.current();
        for (boolean renewable = base != null; ; renewable = false) {
            try {
                return assumed(signer);
            } catch (AwsServiceException e) {
                boolean renewed = renewable
                        && ControlPlaneProblem.isAboutCredentials(ControlPlaneProblem.code(e))
                        && base.renewed(signer);
                if (!renewed) {
                    throw refused(e);
                }
                signer = base.current();
            } catch (SdkException e) {
                throw unanswered(e);
            }
        }
    }

    private Session assumed(Credentials signer) {
        AssumeRoleRequest.Builder request = AssumeRoleRequest.builder()
                .roleArn(role.arn())
                .roleSessionName(role.session())
                .externalId(role.externalId().isEmpty() ? null : role.externalId());
        request.overrideConfiguration(call -> {
            call.apiCallTimeout(LONGEST);
            if (signer != null) {
                call.credentialsProvider(StaticCredentialsProvider.create(sdk(signer)));
            }
        });
        sts = sts == null ? plane.sts(region, role.sts()) : sts;
        var found = sts.assumeRole(request.build()).credentials();
        return new Session(
                new Credentials(found.accessKeyId(), found.secretAccessKey(), found.sessionToken()),
                found.expiration());
    }

    private static AwsCredentials sdk(Credentials credentials) {
        return credentials.sessionToken().isEmpty()
                ? AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey())
                : AwsSessionCredentials.create(
                        credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
    }

    private StoreException refused(AwsServiceException e) {
        String code = ControlPlaneProblem.code(e);
        String message = Printable.of(caller.get()) + " can't assume " + Printable.of(role.arn()) + ": "
                + ControlPlaneProblem.words(e);
        if (e.statusCode() >= 500 || e.isThrottlingException()) {
            return new TransientException(message, e.statusCode(), code, e);
        }
        String hint = "; the trust policy of the role must allow it"
                + (role.externalId().isEmpty() ? "" : " with this external ID");
        return DeniedException.ofCaller(message + (ControlPlaneProblem.denies(e) ? hint : ""), e.statusCode(), code, e);
    }

    private StoreException unanswered(SdkException e) {
        ControlPlaneException problem = ControlPlaneProblem.of("AWS STS", e);
        String message = Printable.of(role.arn()) + " can't be assumed: " + problem.getMessage();
        return problem.configuration()
                ? DeniedException.ofCaller(message, 0, "NoCredentials", e)
                : new TransientException(message, 0, "", e);
    }
}
