package dev.caravan.component.kodo;

import dev.caravan.component.s3.S3Configuration;

/** Kodo's S3 protocol, used to read a Kodo bucket as an S3 bucket, with session tokens and S3 metadata. */
public final class KodoS3 {

    private KodoS3() {}

    public static String address(String region) {
        return "https://s3-" + signingRegion(region) + ".qiniucs.com";
    }

    /** Returns the region's name in the S3 protocol, for signatures: {@code z0} is {@code cn-east-1}. */
    public static String signingRegion(String region) {
        return KodoRegion.of(region).s3Id();
    }

    /** Configures the S3 component for a Kodo bucket. An endpoint that is already set stays. */
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
