package dev.caravan.job;

/** The checksum of sent bytes if the source's MD5 can't be used. */
public enum ChecksumMode {
    /** CRC32C, and MD5 compared with the answer's ETag if the store refuses or doesn't confirm trailers. */
    AUTO,
    /** Like {@link #AUTO}; sends a source's checksum of the whole content, which the destination keeps too. */
    KEEP,
    /** CRC32C as a trailer, verified and confirmed by the destination (Amazon S3, "Checking object integrity"). */
    CRC32C,
    /** MD5, computed while sending and compared with the destination's ETag. */
    MD5,
    /** Lengths only. */
    NONE;

    /** Returns whether it falls back if a store doesn't accept or confirm CRC32C. */
    public boolean isFlexible() {
        return this == AUTO || this == KEEP;
    }
}
