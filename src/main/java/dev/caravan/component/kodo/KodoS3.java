package dev.caravan.component.kodo;

import dev.caravan.component.s3.S3Configuration;

/** Kodo's S3 protocol, for which a bucket of Kodo is read as one of S3's: with session tokens, and the metadata that S3 knows. */
public final class KodoS3 {

    private KodoS3() {}

    /** Returns the endpoint of the S3 protocol in a region, {@code z0} or {@code cn-east-1}. */
    public static String address(String region) {
        return "https://s3-" + signingRegion(region) + ".qiniucs.com";
    }

    /** The region that requests are signed for, by its name in the S3 protocol: {@code z0} is {@code cn-east-1}. */
    public static String signingRegion(String region) {
        return KodoRegion.of(region).s3Id();
    }

    /** Sets what S3's component needs to know of a bucket of Kodo. An endpoint that is already set stays. */
    public static void configure(S3Configuration configuration, String region) {
        if (configuration.getEndpoint().isEmpty()) {
            configuration.setEndpoint(address(region));
        }
        if (!region.isEmpty()) {
            configuration.setRegion(signingRegion(region));
        }
        configuration.setPathStyle(true);
        configuration.setEncodedListing(false);
    }
}
