package dev.caravan.job;

/** A provider's networks. */
public enum Network {
    /** By the provider's settings: public, for Amazon S3 also FIPS or dual-stack. */
    USUAL,
    PUBLIC,
    INTERNAL,
    ACCELERATE
}
