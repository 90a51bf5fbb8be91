package dev.caravan.command.run;

import dev.caravan.aws.AwsIdentity;
import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.component.ObjectStoreConfiguration;
import dev.caravan.component.s3.S3Component;
import dev.caravan.component.s3.S3Store;
import dev.caravan.doctor.BucketGrants;
import dev.caravan.doctor.DestinationCheck;
import dev.caravan.doctor.Examination;
import dev.caravan.doctor.Finding;
import dev.caravan.doctor.Grant;
import dev.caravan.doctor.Role;
import dev.caravan.doctor.SourceCheck;
import dev.caravan.job.CaBundle;
import dev.caravan.job.CustomerKey;
import dev.caravan.job.Identity;
import dev.caravan.job.Job;
import dev.caravan.job.Printable;
import dev.caravan.job.Side;
import dev.caravan.job.WriteOptions;
import dev.caravan.store.CredentialsSource;
import dev.caravan.store.ObjectStore;
import dev.caravan.store.RenewedCredentials;
import dev.caravan.store.Session;
import dev.caravan.store.StoreException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Checks both sides of a job: first the identity, then its permissions. */
final class DoctorSides {

    private static final int CONNECT_TIMEOUT = 5_000;
    private static final int SOCKET_TIMEOUT = 10_000;
    private static final int CONNECTIONS = 4;

    private final Job job;
    private final Set<Role> roles;
    private final boolean write;

    /** The name of objects that the checks write. */
    private final String name = ".caravan-doctor-" + HexFormat.of().toHexDigits(new SecureRandom().nextLong());

    DoctorSides(Job job, Set<Role> roles, boolean write) {
        this.job = job;
        this.roles = roles;
        this.write = write;
    }

    List<Finding> visit(boolean source) {
        Side side = source ? job.source() : job.destination();
        Examination examination = new Examination(source ? "source" : "destination");
        try (ControlPlane plane = ControlPlane.impatient()) {
            CredentialsSource credentials = credentials(examination, plane, new SideIdentity(side, source));
            CustomerKey key = customerKey(examination, plane, source);
            if (!examination.isHopeless()) {
                look(examination, side, source, credentials, key);
            }
            return examination.findings();
        }
    }

    /** Reports the identity; returns its credentials, or null if the side's component knows them. */
    private static CredentialsSource credentials(Examination examination, ControlPlane plane, SideIdentity identity) {
        Identity.Base base = identity.side().identity().base();
        Grant grant = null;
        try {
            if (base instanceof Identity.Secret secret) {
                grant = secretGrant(secret.name());
            }
            RenewedCredentials found = identity.openBase(() -> plane);
            if (base instanceof Identity.Secret secret) {
                examination.ok(
                        grant.action(), Printable.of("secret " + secret.name() + " (" + identity.option() + ")"));
            }
            if (identity.role() != null) {
                grant = new Grant("sts:AssumeRole", identity.role().arn());
                found = identity.assume(() -> plane, found);
                examination.ok(grant.action(), Printable.of(identity.role().arn()));
            }
            if (found != null) {
                examination.ok("identity", Printable.of(words(identity, found.session())));
            } else if (base instanceof Identity.DefaultChain) {
                examination.ok("identity", AwsIdentity.find().words());
            } else {
                examination.ok("identity", Printable.of(identity.words()));
            }
            return found;
        } catch (ControlPlaneException e) {
            examination.fatal("identity", e.getMessage());
        } catch (StoreException e) {
            failed(examination, grant, e);
        }
        return null;
    }

    /** Reports why there is no identity or key; {@code grant} is null if no permission is needed. */
    private static void failed(Examination examination, Grant grant, StoreException e) {
        if (grant != null && ControlPlaneProblem.denies(e.getCause())) {
            examination.lacksAll(grant, e.getMessage());
        } else {
            examination.fatal(grant == null ? "identity" : grant.action(), e.getMessage());
        }
    }

    /** Examines the secret with a customer's key. Returns the key; null for none. */
    private CustomerKey customerKey(Examination examination, ControlPlane plane, boolean source) {
        CustomerKey key = source ? job.fidelity().sourceKey() : job.fidelity().destinationKey();
        if (key == null || key.secret().isEmpty()) {
            return key;
        }
        Grant grant = secretGrant(key.secret());
        try {
            CustomerKey known = Identities.known(key, () -> plane);
            examination.ok(grant.action(), Printable.of("secret " + key.secret() + " (SSE-C)"));
            return known;
        } catch (StoreException e) {
            failed(examination, grant, e);
            return null;
        }
    }

    private static String words(SideIdentity identity, Session session) {
        return "access key " + session.credentials().accessKeyId() + " of " + identity.words()
                + (session.end() == null ? "" : ", until " + session.end());
    }

    private static Grant secretGrant(String name) {
        String region = AwsIdentity.region();
        String prefix = "arn:" + AwsIdentity.partition(region) + ":secretsmanager:" + (region.isEmpty() ? "*" : region);
        return new Grant(
                "secretsmanager:GetSecretValue",
                name.startsWith("arn:") ? name : prefix + ":*:secret:" + name + "-??????");
    }

    private void look(
            Examination examination, Side side, boolean source, CredentialsSource secret, CustomerKey customerKey) {
        String known = SourceComponents.region(side);
        String region = known.isEmpty() && side.endpoint().isEmpty() ? AwsIdentity.region() : known;
        BucketGrants grants = new BucketGrants(side, region, AwsIdentity.partition(region));
        String key = side.prefix() + name;
        try {
            if (source) {
                try (ObjectStore store = source(side, secret, customerKey)) {
                    address(examination, side, store);
                    new SourceCheck(job, roles, grants, key).run(examination, store);
                }
            } else {
                try (ObjectStore store = destination(side, secret, customerKey, job.write())) {
                    address(examination, side, store);
                }
                new DestinationCheck(job, roles, grants, key)
                        .run(examination, options -> destination(side, secret, customerKey, options), write);
            }
        } catch (StoreException e) {
            examination.fatal("reach", e.getMessage());
        }
    }

    private static void address(Examination examination, Side side, ObjectStore store) {
        CaBundle bundle = side.reach().egress().bundle();
        String trusted = bundle == null
                ? ""
                : ", trusts the certificate authorities of "
                        + Printable.of(bundle.file().toString());
        if (!store.way().isEmpty()) {
            examination.ok("address", store.way() + trusted);
        }
    }

    private static ObjectStore source(Side side, CredentialsSource secret, CustomerKey key) {
        return SourceComponents.of(side, common -> hasty(common, secret), s3 -> {
                    s3.setIncludeTags(false);
                    s3.setCustomerKey(key);
                })
                .openStore(side.bucket());
    }

    private static S3Store destination(Side side, CredentialsSource secret, CustomerKey key, WriteOptions write) {
        S3Component component = SourceComponents.s3(side, write);
        component.getConfiguration().setCustomerKey(key);
        hasty(component.getConfiguration(), secret);
        return (S3Store) component.openStore(side.bucket());
    }

    private static void hasty(ObjectStoreConfiguration configuration, CredentialsSource secret) {
        configuration.setCredentialsSource(secret);
        configuration.setConnectTimeout(CONNECT_TIMEOUT);
        configuration.setSocketTimeout(SOCKET_TIMEOUT);
        configuration.setMaxConnections(CONNECTIONS);
    }
}
