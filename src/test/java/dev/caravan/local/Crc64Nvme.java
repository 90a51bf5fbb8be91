package dev.caravan.local;

import java.util.zip.Checksum;

/** CRC-64/NVME, S3's default checksum. It processes eight bytes in each step. */
final class Crc64Nvme implements Checksum {
    static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

    private static final long[][] TABLE = new long[8][256];

    static {
        for (int n = 0; n < 256; n++) {
            long crc = n;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
            }
            TABLE[0][n] = crc;
        }
        for (int n = 0; n < 256; n++) {
            for (int k = 1; k < 8; k++) {
                long before = TABLE[k - 1][n];
                TABLE[k][n] = TABLE[0][(int) before & 0xFF] ^ (before >>> 8);
            }
        }
    }

    private long crc = ~0L;

    @Override
    public void update(int b) {
        crc = TABLE[0][((int) crc ^ b) & 0xFF] ^ (crc >>> 8);
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        int i = offset;
        int end = offset + length;
        while (end - i >= 8) {
            long x = crc ^ SyntheticContent.LITTLE_ENDIAN_LONGS.get(bytes, i);
            crc = TABLE[7][(int) x & 0xFF]
                    ^ TABLE[6][(int) (x >>> 8) & 0xFF]
                    ^ TABLE[5][(int) (x >>> 16) & 0xFF]
                    ^ TABLE[4][(int) (x >>> 24) & 0xFF]
                    ^ TABLE[3][(int) (x >>> 32) & 0xFF]
                    ^ TABLE[2][(int) (x >>> 40) & 0xFF]
                    ^ TABLE[1][(int) (x >>> 48) & 0xFF]
                    ^ TABLE[0][(int) (x >>> 56) & 0xFF];
            i += 8;
        }
        while (i < end) {
            update(bytes[i++]);
        }
    }

    @Override
    public long getValue() {
        return ~crc;
    }

    @Override
    public void reset() {
        crc = ~0L;
    }
}
