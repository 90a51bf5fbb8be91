package dev.caravan.aws;

/** Nobody says in which region a service is to be asked: not the environment, not a profile, not the machine. */
public final class NoRegionException extends ControlPlaneException {

    NoRegionException(String message, Throwable cause) {
        super(message, true, cause);
    }
}
