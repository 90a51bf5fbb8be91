package dev.caravan.local;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bytes made from (seed, offset): the 64-bit word number i is a mix of the seed and i, little-endian. */
final class SyntheticContent implements Content {
    static final LongView LITTLE_ENDIAN_LONGS = new LongView();

    private static final int BLOCK = 64 * 1024;

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
        byte[] block = new byte[(int) Math.min(BLOCK, count + 2 * Long.BYTES) & -Long.BYTES];
        while (position < end) {
            long word = position / Long.BYTES;
            for (int i = 0; i < block.length; i += Long.BYTES) {
                LITTLE_ENDIAN_LONGS.set(block, i, mix(seed + word * 0x9E3779B97F4A7C15L));
                word++;
            }
            int from = (int) (position % Long.BYTES);
            int n = (int) Math.min(block.length - from, end - position);
            out.write(block, from, n);
            position += n;
        }
    }

    private static long mix(long x) {
        long z = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A typed face on the JDK's view of a byte array as longs. */
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
