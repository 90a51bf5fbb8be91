package dev.caravan.job;

/** How bytes are verified on their way where the source's own MD5 cannot be handed on. */
public enum ChecksumMode {
    /** CRC32C, and MD5 against the answered ETag at a store that refuses checksum trailers. */
    AUTO,
    /** CRC32C as a trailer of every part, verified by the destination (Amazon S3, "Checking object integrity"). */
    CRC32C,
    /** MD5 computed on the way and held against the ETag that the destination answers. */
    MD5,
    /** Lengths only. */
    NONE
}
