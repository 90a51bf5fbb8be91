package dev.caravan.command.run;

import dev.caravan.aws.AssumedRole;
import dev.caravan.aws.AwsIdentity;
import dev.caravan.aws.AwsProfile;
import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.CredentialProgram;
import dev.caravan.aws.SecretReader;
import dev.caravan.component.cos.CamRole;
import dev.caravan.component.oss.RamRole;
import dev.caravan.component.wire.MachineRole;
import dev.caravan.component.wire.Place;
import dev.caravan.job.Egress;
import dev.caravan.job.Identity;
import dev.caravan.job.Identity.Base;
import dev.caravan.job.Identity.Role;
import dev.caravan.job.JobOption;
import dev.caravan.job.Printable;
import dev.caravan.job.Side;
import dev.caravan.job.StoreType;
import dev.caravan.store.CredentialsSource;
import dev.caravan.store.InvalidException;
import dev.caravan.store.RenewedCredentials;
import dev.caravan.store.Session;
import dev.caravan.store.StoreException;
import java.util.function.Supplier;

/** The identity of one side of a job. */
record SideIdentity(Side side, boolean source) {

    /** The metadata service of a machine of Aliyun ECS ("Instance metadata"). */
    private static final String ECS_METADATA = "http://100.100.100.200";

    /** The same of Tencent CVM ("Viewing instance metadata"). */
    private static final String CVM_METADATA = "http://metadata.tencentyun.com";

    /**
     * Fetches the first credentials without the role.
     *
     * @return null if the side's component knows them: none, an access key, or the default chain
     * @throws StoreException if there are none
     */
    RenewedCredentials openBase(Supplier<ControlPlane> plane) {
        Base base = base();
        if (base instanceof Identity.Secret secret) {
            return renewed(new SecretReader(plane.get()::secrets, secret.name()));
        }
        if (base instanceof Identity.Profile profile) {
            AwsProfile named = new AwsProfile(profile.name());
            requireSameEndpoint(named);
            return renewed(named);
        }
        if (base instanceof Identity.Program program) {
            return renewed(new CredentialProgram(program.command()));
        }
        if (base instanceof Identity.Machine) {
            return renewed(
                    side.type() == StoreType.OSS
                            ? MachineRole.ofEcs(Place.of("service", ECS_METADATA))
                            : MachineRole.ofCvm(Place.of("service", CVM_METADATA)));
        }
        return null;
    }

    /** Refuses a profile of another store than Amazon S3 if the side doesn't name that store too. */
    private void requireSameEndpoint(AwsProfile profile) {
        String endpoint = side.endpoint().isEmpty() ? profile.endpoint() : "";
        if (!endpoint.isEmpty()) {
            String option = source ? "--source-endpoint" : "--dest-endpoint";
            throw new InvalidException(
                    "the AWS profile " + Printable.quoted(profile.name())
                            + " sets endpoint_url, which doesn't apply: add " + option + " " + Printable.of(endpoint),
                    "InvalidEndpoint");
        }
    }

    /** Assumes the role for the first time, with the result of {@link #openBase}; a StoreException says a refusal. */
    RenewedCredentials assume(Supplier<ControlPlane> plane, CredentialsSource base) {
        Role role = role();
        Egress egress = side.reach().egress();
        CredentialsSource signer =
                base == null && side.credentials() != null ? CredentialsSource.fixed(side.credentials()) : base;
        return renewed(
                switch (side.type()) {
                    case OSS -> ramRole(signer);
                    case COS ->
                        new CamRole(
                                sts(CamRole.ADDRESS),
                                egress,
                                role.arn(),
                                role.externalId(),
                                role.session(),
                                signer,
                                this::wordsOfBase);
                    default ->
                        new AssumedRole(plane.get(), role, SourceComponents.region(side), signer, this::wordsOfBase);
                });
    }

    private RamRole ramRole(CredentialsSource signer) {
        Place sts = sts(RamRole.address(side.region()));
        Egress egress = side.reach().egress();
        return base() instanceof Identity.WebToken token
                ? RamRole.ofToken(sts, egress, role().arn(), role().session(), token.file(), token.provider())
                : RamRole.of(
                        sts, egress, role().arn(), role().externalId(), role().session(), signer, this::wordsOfBase);
    }

    private Place sts(String usual) {
        return Place.of("address of STS", role().sts().isEmpty() ? usual : role().sts());
    }

    private RenewedCredentials renewed(Supplier<Session> fetch) {
        return new RenewedCredentials(source ? "source" : "destination", fetch);
    }

    private Base base() {
        return side.identity().base();
    }

    Role role() {
        return side.identity().role();
    }

    /** Describes the identity without secrets. */
    String words() {
        return role() == null
                ? wordsOfBase()
                : "the role " + role().arn() + " (session " + role().session() + "), assumed by " + wordsOfBase();
    }

    private String wordsOfBase() {
        Base base = base();
        if (base instanceof Identity.Nobody) {
            return "anonymous: requests aren't signed";
        }
        if (base instanceof Identity.Keys keys) {
            return "access key " + keys.credentials().accessKeyId() + " (" + option() + ")";
        }
        if (base instanceof Identity.Secret secret) {
            return "the secret " + secret.name() + " (" + option() + ")";
        }
        if (base instanceof Identity.Profile profile) {
            return "the AWS profile " + profile.name();
        }
        if (base instanceof Identity.Program program) {
            return "the credential process " + program.name();
        }
        if (base instanceof Identity.Machine) {
            return "the role of this machine";
        }
        if (base instanceof Identity.WebToken token) {
            return "the token in " + token.file();
        }
        try {
            return AwsIdentity.find().words();
        } catch (ControlPlaneException e) {
            return "the AWS default chain";
        }
    }

    String option() {
        Base base = base();
        if (base instanceof Identity.Secret) {
            return name(JobOption.SOURCE_SECRET, JobOption.DEST_SECRET);
        }
        if (base instanceof Identity.Profile) {
            return name(JobOption.SOURCE_PROFILE, JobOption.DEST_PROFILE);
        }
        if (base instanceof Identity.Program) {
            return name(JobOption.SOURCE_CREDENTIAL_PROCESS, JobOption.DEST_CREDENTIAL_PROCESS);
        }
        if (base instanceof Identity.Machine) {
            return JobOption.SOURCE_MACHINE_ROLE.commandLineName();
        }
        return name(JobOption.SOURCE_ACCESS_KEY_ID, JobOption.DEST_ACCESS_KEY_ID);
    }

    String roleOption() {
        return name(JobOption.SOURCE_ROLE_ARN, JobOption.DEST_ROLE_ARN);
    }

    private String name(JobOption ofSource, JobOption ofDestination) {
        JobOption option = source ? ofSource : ofDestination;
        return option.onCommandLine() ? option.commandLineName() : option.environmentName();
    }
}
