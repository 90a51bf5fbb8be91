package dev.caravan.local;

/** The refusals and faults of an OSS server, which a test sets. */
public final class OssPolicies {
    private volatile boolean publicEndpointForbidden;
    private volatile boolean rangesIgnored;

    OssPolicies() {}

    /** Requests that don't come by a bound domain get {@code PublicEndpointForbidden}. */
    public OssPolicies publicEndpointForbidden(boolean on) {
        publicEndpointForbidden = on;
        return this;
    }

    /** A range is answered with the whole object, as some gateways do. */
    public OssPolicies rangesIgnored(boolean on) {
        rangesIgnored = on;
        return this;
    }

    boolean isPublicEndpointForbidden() {
        return publicEndpointForbidden;
    }

    boolean areRangesIgnored() {
        return rangesIgnored;
    }
}
