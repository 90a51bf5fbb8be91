package dev.caravan.job;

/** With what the bytes that are read are compared, beside what the destination verifies in any case. */
public enum VerifyMode {
    /** With nothing more: an ETag that is an MD5 is announced to the destination. */
    NONE,
    /** With a checksum of the whole content that the source sends without being asked for it. */
    AUTO,
    /** With every checksum of the whole content that the source has. It is asked for, and objects without one are counted. */
    FULL
}
