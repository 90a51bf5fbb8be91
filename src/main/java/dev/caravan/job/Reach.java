package dev.caravan.job;

/**
 * How a store is reached, where there is more than one way.
 *
 * @param protocol S3 for Kodo's S3-compatible service
 * @param network of OSS, COS and Amazon S3
 * @param domain a host bound to the bucket, with a port where it isn't https's own; behind {@code http://} where it is reached by
 *     that; empty for the provider's own host
 * @param signature of OSS
 * @param egress how connections to it leave this machine
 */
public record Reach(Protocol protocol, Network network, String domain, OssSignature signature, Egress egress) {

    /** The way of a side of which nothing is said. */
    public static final Reach USUAL =
            new Reach(Protocol.NATIVE, Network.USUAL, "", OssSignature.V4, new Egress(Proxies.USUAL, null));
}
