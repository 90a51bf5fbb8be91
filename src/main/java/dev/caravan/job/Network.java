package dev.caravan.job;

/** By which of a provider's networks a bucket is reached. */
public enum Network {
    /** As the provider's own settings say: public, of Amazon S3 also by FIPS or dual-stack endpoints. */
    USUAL,
    PUBLIC,
    INTERNAL,
    ACCELERATE
}
