package dev.caravan.job;

/** Which of the protocols that a store speaks is used to read it. */
public enum Protocol {
    NATIVE,
    S3
}
