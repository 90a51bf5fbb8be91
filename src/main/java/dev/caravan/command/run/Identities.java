package dev.caravan.command.run;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.SecretReader;
import dev.caravan.job.CustomerKey;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.Side;
import dev.caravan.store.CredentialsSource;
import dev.caravan.store.StoreException;
import java.util.function.Supplier;

/** The credentials of both sides that their components don't know, fetched before the run. */
final class Identities implements AutoCloseable {

    /** One for each side. */
    private static final int CONNECTIONS = 2;

    private ControlPlane plane;
    private CredentialsSource source;
    private CredentialsSource destination;
    private CustomerKey sourceKey;
    private CustomerKey destinationKey;

    private Identities() {}

    static Identities of(Job job) throws CannotStartException {
        Identities both = of(job.source(), job.destination());
        try {
            both.sourceKey = both.known(job.fidelity().sourceKey(), JobOption.SOURCE_SSE_C_SECRET);
            both.destinationKey = both.known(job.fidelity().destinationKey(), JobOption.DEST_SSE_C_SECRET);
            return both;
        } catch (CannotStartException | RuntimeException e) {
            both.close();
            throw e;
        }
    }

    private CustomerKey known(CustomerKey key, JobOption option) throws CannotStartException {
        try {
            return known(key, this::plane);
        } catch (StoreException e) {
            throw new CannotStartException(option.environmentName() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns a customer's key, which is read from its secret where it has one.
     *
     * @param key null for none
     * @throws StoreException where the secret gives no key
     */
    static CustomerKey known(CustomerKey key, Supplier<ControlPlane> plane) {
        return key == null || key.secret().isEmpty()
                ? key
                : new SecretReader(plane.get()::secrets, key.secret()).customerKey();
    }

    static Identities ofDestination(Side destination) throws CannotStartException {
        return of(null, destination);
    }

    private static Identities of(Side source, Side destination) throws CannotStartException {
        Identities both = new Identities();
        try {
            both.source = source == null ? null : both.opened(new SideIdentity(source, true));
            both.destination = both.opened(new SideIdentity(destination, false));
            return both;
        } catch (CannotStartException | RuntimeException e) {
            both.close();
            throw e;
        }
    }

    private CredentialsSource opened(SideIdentity identity) throws CannotStartException {
        String option = identity.option();
        try {
            CredentialsSource base = identity.openBase(this::plane);
            option = identity.roleOption();
            return identity.role() == null ? base : identity.assume(this::plane, base);
        } catch (StoreException e) {
            throw new CannotStartException(option + ": " + e.getMessage(), e);
        }
    }

    private ControlPlane plane() {
        if (plane == null) {
            plane = new ControlPlane(CONNECTIONS);
        }
        return plane;
    }

    /** Returns the source's credentials; null if its component knows them. */
    CredentialsSource source() {
        return source;
    }

    /** Returns the destination's credentials; null if its component knows them. */
    CredentialsSource destination() {
        return destination;
    }

    /** Returns the customer's key of the source's objects; null for none. */
    CustomerKey sourceKey() {
        return sourceKey;
    }

    /** Returns the customer's key of the copies; null for none. */
    CustomerKey destinationKey() {
        return destinationKey;
    }

    @Override
    public void close() {
        if (plane != null) {
            plane.close();
        }
    }
}
