package dev.caravan.job;

/** How bytes are verified on their way where the source's own MD5 cannot be handed on. */
public enum ChecksumMode {
    /** CRC32C, and MD5 compared with the ETag of the answer at a store that refuses checksum trailers or does not confirm them. */
    AUTO,
    /** As {@link #AUTO}; a checksum that the source keeps of the whole content is sent with it, and kept by the destination too. */
    KEEP,
    /** CRC32C as a trailer, verified and confirmed by the destination (Amazon S3, "Checking object integrity"). */
    CRC32C,
    /** MD5 computed on the way and held against the ETag that the destination answers. */
    MD5,
    /** Lengths only. */
    NONE;

    /** Whether another way is taken where a store doesn't take or confirm CRC32C. */
    public boolean isFlexible() {
        return this == AUTO || this == KEEP;
    }
}
