package dev.caravan.aws;

/**
 * A service that the fleet shares can't be used. The message is one line for people: what, why, and what to do; fit for a terminal,
 * without a secret.
 */
public sealed class ControlPlaneException extends Exception permits NoRegionException {

    private final boolean configuration;

    ControlPlaneException(String message, boolean configuration, Throwable cause) {
        super(message, cause);
        this.configuration = configuration;
    }

    /** Whether somebody must change something first: a name, a region, a permission. Otherwise it may pass. */
    public boolean configuration() {
        return configuration;
    }
}
