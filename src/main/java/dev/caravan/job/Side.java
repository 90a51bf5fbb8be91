package dev.caravan.job;

/**
 * One side of a job: a bucket and how to reach it.
 *
 * @param type kind of store
 * @param bucket its name, or an access point's ARN
 * @param prefix of keys, byte for byte; empty for the whole bucket
 * @param endpoint the service's address, {@code http://…} or {@code https://…}; empty for the provider's own
 * @param region the bucket's region; empty for the provider's default chain
 * @param pathStyle whether the bucket is in the path rather than the host name
 * @param identity for requests
 * @param requesterPays whether requests accept the cost
 * @param reach protocol, network and proxies
 */
public record Side(
        StoreType type,
        String bucket,
        String prefix,
        String endpoint,
        String region,
        boolean pathStyle,
        Identity identity,
        boolean requesterPays,
        Reach reach) {

    Side withPrefix(String other) {
        return new Side(type, bucket, other, endpoint, region, pathStyle, identity, requesterPays, reach);
    }

    /** Returns whether requests are unsigned, as for public buckets. */
    public boolean anonymous() {
        return identity.base() instanceof Identity.Nobody;
    }

    /** Returns the access key of the settings; null if none. */
    public Credentials credentials() {
        return identity.base() instanceof Identity.Keys keys ? keys.credentials() : null;
    }

    /** Returns the side's URL, for people. */
    public String url() {
        return type.scheme() + "://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }

    /** Returns the URL and any configured address in one line. */
    public String name() {
        return Printable.of(url() + (endpoint.isEmpty() ? "" : " at " + endpoint));
    }

    /** Returns the bucket and its service without the prefix; bucket names may repeat between services. */
    public String location() {
        return (endpoint.isEmpty() ? type.scheme() + ":/" : endpoint) + "/" + bucket;
    }
}
