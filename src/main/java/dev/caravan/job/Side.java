package dev.caravan.job;

/**
 * One side of a job: a bucket, and how to reach it.
 *
 * @param type whose store it is
 * @param bucket its name, or an access point's ARN
 * @param prefix what the keys begin with, byte for byte; empty for the whole bucket
 * @param endpoint the service's address, {@code http://…} or {@code https://…}; empty for the provider's own
 * @param region the bucket's region; empty to take the provider's default chain
 * @param pathStyle whether the bucket stands in the path and not in the host name
 * @param identity the identity that it is reached with
 * @param requesterPays whether every request says that its sender pays for it
 * @param reach the way to it, where its provider has several
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

    /** The same side for keys that begin otherwise. */
    Side withPrefix(String other) {
        return new Side(type, bucket, other, endpoint, region, pathStyle, identity, requesterPays, reach);
    }

    /** Whether requests are not signed at all, as public buckets allow. */
    public boolean anonymous() {
        return identity.base() instanceof Identity.Nobody;
    }

    /** Returns the access key of the settings; null where they have none. */
    public Credentials credentials() {
        return identity.base() instanceof Identity.Keys keys ? keys.credentials() : null;
    }

    /** The side as its URL, for people. */
    public String url() {
        return type.scheme() + "://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }

    /** Returns the URL with the address of the service, if one is given, in one line of text. */
    public String name() {
        return Printable.of(url() + (endpoint.isEmpty() ? "" : " at " + endpoint));
    }

    /** Returns the bucket and its service, without the prefix: buckets of the same name in two services differ. */
    public String location() {
        return (endpoint.isEmpty() ? type.scheme() + ":/" : endpoint) + "/" + bucket;
    }
}
