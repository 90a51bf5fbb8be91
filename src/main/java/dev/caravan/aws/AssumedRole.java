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

    private final Supplier<StsClient> sts;
    private final Role role;
    private final CredentialsSource base;
    private final Supplier<String> caller;

    /**
     * Creates it without a request.
     *
     * @param region of the role's bucket; empty if unknown
     * @param base signs the request; null for the process's default chain
     * @param caller who assumes the role, for messages
     */
    public AssumedRole(ControlPlane plane, Role role, String region, CredentialsSource base, Supplier<String> caller) {
        this.role = role;
        this.base = base;
        this.caller = caller;
        Region place = StsRegion.of(role.arn(), AwsIdentity.region(), region);
        StsClient[] made = new StsClient[1];
        this.sts = () -> {
            made[0] = made[0] == null ? plane.sts(place, role.sts()) : made[0];
            return made[0];
        };
    }

    @Override
    public Session get() {
        Credentials used = base == null ? null : base.current();
        try {
            return assumed(used);
        } catch (AwsServiceException e) {
            boolean renewed = base != null
                    && ControlPlaneProblem.isAboutCredentials(ControlPlaneProblem.code(e))
                    && base.renewed(used);
            if (!renewed) {
                throw refused(e);
            }
        } catch (SdkException e) {
            throw unanswered(e);
        }
        try {
            return assumed(base.current());
        } catch (AwsServiceException e) {
            throw refused(e);
        } catch (SdkException e) {
            throw unanswered(e);
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
        software.amazon.awssdk.services.sts.model.Credentials found =
                sts.get().assumeRole(request.build()).credentials();
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
        return DeniedException.ofCaller(
                message + (ControlPlaneProblem.denies(e) ? hint() : ""), e.statusCode(), code, e);
    }

    private String hint() {
        return "; the trust policy of the role must allow it"
                + (role.externalId().isEmpty() ? "" : " with this external ID");
    }

    private StoreException unanswered(SdkException e) {
        ControlPlaneException problem = ControlPlaneProblem.of("AWS STS", e);
        String message = Printable.of(role.arn()) + " can't be assumed: " + problem.getMessage();
        return problem.configuration()
                ? DeniedException.ofCaller(message, 0, "NoCredentials", e)
                : new TransientException(message, 0, "", e);
    }
}
