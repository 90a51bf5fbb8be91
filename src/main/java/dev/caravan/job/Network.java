package dev.caravan.job;

/** By which of a provider's networks a bucket is reached. */
public enum Network {
    PUBLIC,
    INTERNAL,
    ACCELERATE
}
