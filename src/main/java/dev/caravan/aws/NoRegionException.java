package dev.caravan.aws;

/** Signals that neither environment, profile nor machine gives a region. */
public final class NoRegionException extends ControlPlaneException {

    NoRegionException(String message, Throwable cause) {
        super(message, true, cause);
    }
}
