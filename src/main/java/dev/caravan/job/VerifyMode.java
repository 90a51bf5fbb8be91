package dev.caravan.job;

/** The source's checksums with which read bytes are compared. The destination's verification is separate. */
public enum VerifyMode {
    /** Nothing more: an MD5-like ETag is announced to the destination. */
    NONE,
    /** A checksum of the whole content that the source sends by default. */
    AUTO,
    /** Any checksum of the whole content, which is requested; objects without one are counted. */
    FULL
}
