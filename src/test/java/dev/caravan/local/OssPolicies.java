package dev.caravan.local;

/** What an OSS server refuses, or gets wrong, on demand. */
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
