package dev.caravan.job;

/**
 * How a store of Aliyun OSS, Tencent COS or Qiniu Kodo is reached, where there is more than one way.
 *
 * @param protocol S3 for Kodo's S3-compatible service
 * @param network of OSS and COS
 * @param domain a host bound to the bucket, with a port where it isn't https's own; behind {@code http://} where it is reached by
 *     that; empty for the provider's own host
 * @param signature of OSS
 */
public record Reach(Protocol protocol, Network network, String domain, OssSignature signature) {

    /** The way of a side of which nothing is said. */
    public static final Reach USUAL = new Reach(Protocol.NATIVE, Network.PUBLIC, "", OssSignature.V4);
}
