package dev.caravan.local;

/** The error policies of an OSS server, which a test sets. */
public final class OssPolicies {
    private volatile boolean publicEndpointForbidden;
    private volatile boolean rangesIgnored;

    OssPolicies() {}

    /** Sets whether requests that don't use a bound domain get {@code PublicEndpointForbidden}. */
    public OssPolicies publicEndpointForbidden(boolean on) {
        publicEndpointForbidden = on;
        return this;
    }

    /** Sets whether a range request gets the whole object. Some gateways behave like this. */
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
