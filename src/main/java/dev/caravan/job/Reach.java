package dev.caravan.job;

/**
 * The network path to a store.
 *
 * @param protocol S3 for Kodo's S3-compatible service
 * @param network of OSS, COS and Amazon S3
 * @param domain host bound to the bucket, with a non-default port, with {@code http://} if not https; empty for the
 *     provider's own host
 * @param signature of OSS
 * @param egress proxies and trust
 */
public record Reach(Protocol protocol, Network network, String domain, OssSignature signature, Egress egress) {

    public static final Reach USUAL =
            new Reach(Protocol.NATIVE, Network.USUAL, "", OssSignature.V4, new Egress(Proxies.USUAL, null));
}
