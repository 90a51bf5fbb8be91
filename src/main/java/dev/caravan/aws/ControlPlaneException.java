package dev.caravan.aws;

/**
 * Signals that a service of the fleet can't be used. The one-line message says what, why and what to do; safe on a
 * terminal, without secrets.
 */
public sealed class ControlPlaneException extends Exception permits NoRegionException {

    private final boolean configuration;

    ControlPlaneException(String message, boolean configuration, Throwable cause) {
        super(message, cause);
        this.configuration = configuration;
    }

    /** Returns whether a name, region or permission must be changed. Otherwise it may pass. */
    public boolean configuration() {
        return configuration;
    }
}
