package dev.caravan.local;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Bytes computed from the seed and the offset. Each 64 KiB block is a range of the same noise. A hash of the seed and
 * the block's number selects the range, and its 8 bytes, little-endian, are the start of the block.
 */
final class SyntheticContent implements Content {
    static final LongView LITTLE_ENDIAN_LONGS = new LongView();

    private static final int BLOCK_BITS = 16;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final byte[] NOISE = new byte[2 * BLOCK];

    static {
        new SplittableRandom(1).nextBytes(NOISE);
    }

    private final long seed;
    private final long length;

    SyntheticContent(long seed, long length) {
        if (length < 0) {
            throw new IllegalArgumentException("negative length " + length);
        }
        this.seed = seed;
        this.length = length;
    }

    long seed() {
        return seed;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void writeTo(OutputStream out, long offset, long count) throws IOException {
        long position = offset;
        long end = offset + count;
        while (position < end) {
            long stamp = mix(seed + position / BLOCK * 0x9E3779B97F4A7C15L);
            int begin = (int) (stamp >>> (Long.SIZE - BLOCK_BITS));
            int from = (int) (position % BLOCK);
            int n = (int) Math.min(BLOCK - from, end - position);
            if (from < Long.BYTES) {
                byte[] head = Arrays.copyOfRange(NOISE, begin + from, begin + from + n);
                for (int i = from; i < Math.min(Long.BYTES, from + n); i++) {
                    head[i - from] = (byte) (stamp >>> (Byte.SIZE * i));
                }
                out.write(head);
            } else {
                out.write(NOISE, begin + from, n);
            }
            position += n;
        }
    }

    private static long mix(long x) {
        long z = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A typed wrapper of the JDK's view of a byte array as longs. */
    static final class LongView {
        private static final VarHandle HANDLE =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

        private LongView() {}

        long get(byte[] bytes, int offset) {
            return (long) HANDLE.get(bytes, offset);
        }

        void set(byte[] bytes, int offset, long value) {
            HANDLE.set(bytes, offset, value);
        }
    }
}
