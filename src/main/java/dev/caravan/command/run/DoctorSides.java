package dev.caravan.command.run;

import dev.caravan.aws.AwsIdentity;
import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.aws.SecretCredentials;
import dev.caravan.aws.SecretException;
import dev.caravan.component.ObjectStoreConfiguration;
import dev.caravan.component.s3.S3Configuration;
import dev.caravan.component.s3.S3Store;
import dev.caravan.doctor.BucketGrants;
import dev.caravan.doctor.DestinationCheck;
import dev.caravan.doctor.Examination;
import dev.caravan.doctor.Finding;
import dev.caravan.doctor.Grant;
import dev.caravan.doctor.Role;
import dev.caravan.doctor.SourceCheck;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.Printable;
import dev.caravan.job.Side;
import dev.caravan.job.WriteOptions;
import dev.caravan.store.CredentialsSource;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.StoreException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/** Both sides of a job, as doctor looks at them: first as whom, then what may be done there. */
final class DoctorSides {

    private static final int CONNECT_TIMEOUT = 5_000;
    private static final int SOCKET_TIMEOUT = 10_000;
    private static final int CONNECTIONS = 4;

    private final Job job;
    private final Set<Role> roles;
    private final boolean write;

    /** That nobody else has. */
    private final String name;

    DoctorSides(Job job, Set<Role> roles, boolean write) {
        this.job = job;
        this.roles = roles;
        this.write = write;
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        name = ".caravan-doctor-" + HexFormat.of().formatHex(random);
    }

    Map<String, Callable<List<Finding>>> targets() {
        Map<String, Callable<List<Finding>>> targets = new LinkedHashMap<>();
        targets.put("source", () -> visit("source", job.source(), true));
        targets.put("destination", () -> visit("destination", job.destination(), false));
        return targets;
    }

    private List<Finding> visit(String target, Side side, boolean source) {
        Examination examination = new Examination(target);
        try (ControlPlane plane = ControlPlane.impatient()) {
            if (side.anonymous()) {
                examination.ok("as whom", "nobody: requests aren't signed");
            } else if (side.credentials() != null) {
                JobOption option = source ? JobOption.SOURCE_ACCESS_KEY_ID : JobOption.DEST_ACCESS_KEY_ID;
                examination.ok(
                        "as whom",
                        Printable.of("access key " + side.credentials().accessKeyId() + " (" + option.environmentName()
                                + ")"));
            } else if (!side.secret().isEmpty()) {
                ofSecret(examination, plane, side, source);
                return examination.findings();
            } else {
                ofChain(examination);
            }
            look(examination, side, source, null);
            return examination.findings();
        }
    }

    private void ofSecret(Examination examination, ControlPlane plane, Side side, boolean source) {
        String region = AwsIdentity.region();
        boolean arn = side.secret().startsWith("arn:");
        Grant grant = new Grant(
                "secretsmanager:GetSecretValue",
                arn
                        ? side.secret()
                        : "arn:" + AwsIdentity.partition(region) + ":secretsmanager:"
                                + (region.isEmpty() ? "*" : region) + ":*:secret:" + side.secret() + "-??????");
        try (SecretCredentials secret =
                new SecretCredentials(plane, side.secret(), source ? "source" : "destination")) {
            JobOption option = source ? JobOption.SOURCE_SECRET : JobOption.DEST_SECRET;
            examination.ok(
                    grant.action(), Printable.of("secret " + side.secret() + " (" + option.environmentName() + ")"));
            examination.ok(
                    "as whom", Printable.of("access key " + secret.current().accessKeyId() + " of the secret"));
            look(examination, side, source, secret);
        } catch (SecretException e) {
            if (ControlPlaneProblem.denies(e.getCause())) {
                examination.lacks(grant, e.getMessage());
            } else {
                examination.fatal(grant.action(), e.getMessage());
            }
        }
    }

    private static void ofChain(Examination examination) {
        try {
            examination.ok("as whom", AwsIdentity.find().words());
        } catch (ControlPlaneException e) {
            examination.fatal("as whom", e.getMessage());
        }
    }

    private void look(Examination examination, Side side, boolean source, CredentialsSource secret) {
        if (examination.isHopeless()) {
            return;
        }
        String region = side.region().isEmpty() && side.endpoint().isEmpty() ? AwsIdentity.region() : side.region();
        BucketGrants grants = new BucketGrants(side, region, AwsIdentity.partition(region));
        String key = side.prefix() + name;
        try {
            if (source) {
                try (ObjectStore store = source(side, secret)) {
                    new SourceCheck(job, roles, grants, key).run(examination, store);
                }
            } else {
                new DestinationCheck(job, roles, grants, key)
                        .run(examination, options -> destination(side, secret, options), write);
            }
        } catch (StoreException e) {
            examination.fatal("reach", e.getMessage());
        }
    }

    private ObjectStore source(Side side, CredentialsSource secret) {
        return SourceComponents.of(side, common -> hasty(common, secret), s3 -> {
                    s3.setIncludeTags(false);
                    s3.setCustomerKey(job.fidelity().sourceKey());
                })
                .openStore(side.bucket());
    }

    private S3Store destination(Side side, CredentialsSource secret, WriteOptions write) {
        S3Configuration s3 = SourceComponents.s3(side, write);
        s3.setCustomerKey(job.fidelity().destinationKey());
        hasty(s3, secret);
        return new S3Store(side.bucket(), s3);
    }

    private static void hasty(ObjectStoreConfiguration configuration, CredentialsSource secret) {
        configuration.setCredentialsSource(secret);
        configuration.setConnectTimeout(CONNECT_TIMEOUT);
        configuration.setSocketTimeout(SOCKET_TIMEOUT);
        configuration.setMaxConnections(CONNECTIONS);
    }
}
