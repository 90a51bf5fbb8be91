package dev.caravan.command.run;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.SecretReader;
import dev.caravan.job.CustomerKey;
import dev.caravan.job.JobOption;
import dev.caravan.store.CredentialsSource;
import dev.caravan.store.StoreException;
import java.util.function.Supplier;

/** Fetches credentials that a side's component doesn't know, before the run. */
final class Identities implements AutoCloseable {

    /** One for each side. */
    private static final int CONNECTIONS = 2;

    private ControlPlane plane;

    /** Returns a side's credentials; null if its component knows them. */
    CredentialsSource open(SideIdentity identity) throws CannotStartException {
        String option = identity.option();
        try {
            CredentialsSource base = identity.openBase(this::plane);
            option = identity.roleOption();
            return identity.role() == null ? base : identity.assume(this::plane, base);
        } catch (StoreException e) {
            throw new CannotStartException(option + ": " + e.getMessage(), e);
        }
    }

    /** Returns a customer's key, which is read from its secret if it has one; null for none. */
    CustomerKey known(CustomerKey key, JobOption option) throws CannotStartException {
        try {
            return known(key, this::plane);
        } catch (StoreException e) {
            throw new CannotStartException(option.environmentName() + ": " + e.getMessage(), e);
        }
    }

    /** Returns a customer's key like the other method; a StoreException says why its secret gives none. */
    static CustomerKey known(CustomerKey key, Supplier<ControlPlane> plane) {
        return key == null || key.secret().isEmpty()
                ? key
                : new SecretReader(plane.get()::secrets, key.secret()).customerKey();
    }

    private ControlPlane plane() {
        if (plane == null) {
            plane = new ControlPlane(CONNECTIONS);
        }
        return plane;
    }

    @Override
    public void close() {
        if (plane != null) {
            plane.close();
        }
    }
}
