package dev.caravan.checksum;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/** A reflected 64-bit CRC with all-ones start and inversion, sixteen bytes a step (Intel's "slicing"). */
final class Crc64 implements Checksum {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int SLICES = 16;
    private static final int TABLE = 256;

    private final long[] table;
    private long crc = -1L;

    /** @param table from {@link #table} */
    Crc64(long[] table) {
        this.table = table;
    }

    /**
     * Returns concatenated tables of a polynomial (reflected, without its highest term): each shows a byte's effect on
     * the CRC at a distance.
     */
    static long[] table(long polynomial) {
        long[] table = new long[SLICES * TABLE];
        for (int b = 0; b < TABLE; b++) {
            long crc = b;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ (-(crc & 1) & polynomial);
            }
            table[b] = crc;
        }
        for (int i = TABLE; i < table.length; i++) {
            long before = table[i - TABLE];
            table[i] = (before >>> 8) ^ table[(int) before & 0xff];
        }
        return table;
    }

    @Override
    public void update(int b) {
        crc = (crc >>> 8) ^ table[((int) crc ^ b) & 0xff];
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        long[] t = table;
        long c = crc;
        int i = offset;
        int end = offset + length;
        for (; end - i >= SLICES; i += SLICES) {
            long a = c ^ (long) LONGS.get(bytes, i);
            long b = (long) LONGS.get(bytes, i + 8);
            c = t[15 * TABLE + ((int) a & 0xff)]
                    ^ t[14 * TABLE + ((int) (a >>> 8) & 0xff)]
                    ^ t[13 * TABLE + ((int) (a >>> 16) & 0xff)]
                    ^ t[12 * TABLE + ((int) (a >>> 24) & 0xff)]
                    ^ t[11 * TABLE + ((int) (a >>> 32) & 0xff)]
                    ^ t[10 * TABLE + ((int) (a >>> 40) & 0xff)]
                    ^ t[9 * TABLE + ((int) (a >>> 48) & 0xff)]
                    ^ t[8 * TABLE + (int) (a >>> 56)]
                    ^ t[7 * TABLE + ((int) b & 0xff)]
                    ^ t[6 * TABLE + ((int) (b >>> 8) & 0xff)]
                    ^ t[5 * TABLE + ((int) (b >>> 16) & 0xff)]
                    ^ t[4 * TABLE + ((int) (b >>> 24) & 0xff)]
                    ^ t[3 * TABLE + ((int) (b >>> 32) & 0xff)]
                    ^ t[2 * TABLE + ((int) (b >>> 40) & 0xff)]
                    ^ t[TABLE + ((int) (b >>> 48) & 0xff)]
                    ^ t[(int) (b >>> 56)];
        }
        for (; i < end; i++) {
            c = (c >>> 8) ^ t[((int) c ^ bytes[i]) & 0xff];
        }
        crc = c;
    }

    @Override
    public long getValue() {
        return ~crc;
    }

    @Override
    public void reset() {
        crc = -1L;
    }
}
