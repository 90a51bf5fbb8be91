package dev.caravan.job;

/** The protocols for reading a store. */
public enum Protocol {
    NATIVE,
    S3
}
