package dev.caravan.command.run;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.SecretCredentials;
import dev.caravan.aws.SecretException;
import dev.caravan.job.Job;
import dev.caravan.job.JobOption;
import dev.caravan.job.Side;

/**
 * The sides' credentials that are kept in Secrets Manager.
 *
 * @param plane null where no side has any, and so neither has a client
 * @param source null where the source has none there
 * @param destination null where the destination has none there
 */
record SideSecrets(ControlPlane plane, SecretCredentials source, SecretCredentials destination)
        implements AutoCloseable {

    /** One for each side; both are rarely read at once. */
    private static final int CONNECTIONS = 2;

    static SideSecrets read(Job job) throws CannotStartException {
        return read(job.source(), job.destination());
    }

    /** For what only the destination is asked. */
    static SideSecrets ofDestination(Side destination) throws CannotStartException {
        return read(null, destination);
    }

    private static SideSecrets read(Side source, Side destination) throws CannotStartException {
        if (!hasSecret(source) && !hasSecret(destination)) {
            return new SideSecrets(null, null, null);
        }
        ControlPlane plane = new ControlPlane(CONNECTIONS);
        SecretCredentials ofSource = null;
        try {
            ofSource = read(plane, source, "source", JobOption.SOURCE_SECRET);
            return new SideSecrets(plane, ofSource, read(plane, destination, "destination", JobOption.DEST_SECRET));
        } catch (CannotStartException | RuntimeException e) {
            new SideSecrets(plane, ofSource, null).close();
            throw e;
        }
    }

    private static boolean hasSecret(Side side) {
        return side != null && !side.secret().isEmpty();
    }

    private static SecretCredentials read(ControlPlane plane, Side side, String name, JobOption option)
            throws CannotStartException {
        if (!hasSecret(side)) {
            return null;
        }
        try {
            return new SecretCredentials(plane, side.secret(), name);
        } catch (SecretException e) {
            throw new CannotStartException(option.environmentName() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (source != null) {
            source.close();
        }
        if (destination != null) {
            destination.close();
        }
        if (plane != null) {
            plane.close();
        }
    }
}
