package dev.caravan.message;

import dev.caravan.store.ByteRange;

/**
 * Cuts an object into parts of equal size except the last: whole mebibytes, at most 10,000 parts (Amazon S3, "Amazon S3
 * multipart upload limits"). The part size grows with the object.
 *
 * @param size of the object in bytes
 * @param partSize of every part but the last, in bytes
 */
public record PartPlan(long size, long partSize) {

    static final int MAX_PARTS = 10_000;
    static final long MIN_PART_SIZE = 5L << 20;
    static final long MAX_PART_SIZE = 5L << 30;

    /** The largest object that parts can form: 48.8 TiB. */
    public static final long MAX_SIZE = MAX_PARTS * MAX_PART_SIZE;

    private static final long MEBIBYTE = 1L << 20;

    public PartPlan {
        if (size < 1 || size > MAX_SIZE || partSize < MIN_PART_SIZE || partSize > MAX_PART_SIZE) {
            throw new IllegalArgumentException("can't cut " + size + " bytes into parts of " + partSize);
        }
    }

    /** Plans an object of 1 byte to 48.8 TiB in parts of at least {@code leastPartSize}, 5 MiB to 5 GiB. */
    public static PartPlan of(long size, long leastPartSize) {
        return of(size, leastPartSize, MEBIBYTE);
    }

    /** Returns a plan whose part size is a multiple of {@code multiple} bytes, which divides 5 GiB. */
    public static PartPlan of(long size, long leastPartSize, long multiple) {
        long step = Math.max(multiple, MEBIBYTE);
        long fair = (size + MAX_PARTS - 1) / MAX_PARTS;
        long wanted = Math.max(fair, leastPartSize);
        long whole = (wanted + step - 1) / step * step;
        return new PartPlan(size, Math.min(whole, MAX_PART_SIZE));
    }

    public int parts() {
        return (int) ((size + partSize - 1) / partSize);
    }

    /** Returns the bytes of a part, 1 to {@link #parts()}. */
    public ByteRange range(int partNumber) {
        if (partNumber < 1 || partNumber > parts()) {
            throw new IllegalArgumentException("no part " + partNumber + " of " + parts());
        }
        long offset = (partNumber - 1) * partSize;
        return new ByteRange(offset, Math.min(partSize, size - offset));
    }
}
