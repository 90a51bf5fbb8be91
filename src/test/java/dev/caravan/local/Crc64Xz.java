package dev.caravan.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** CRC-64/XZ as an unsigned decimal number. OSS and COS keep this checksum for every object. */
final class Crc64Xz {
    private static final long POLYNOMIAL = 0xC96C5795D7870F42L;
    private static final long[] TABLE = new long[256];

    static {
        for (int n = 0; n < 256; n++) {
            long crc = n;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
            }
            TABLE[n] = crc;
        }
    }

    private Crc64Xz() {}

    static String of(Content content) {
        long[] crc = {~0L};
        try {
            content.writeTo(
                    new OutputStream() {
                        @Override
                        public void write(int b) {
                            crc[0] = TABLE[((int) crc[0] ^ b) & 0xff] ^ (crc[0] >>> 8);
                        }
                    },
                    0,
                    content.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Long.toUnsignedString(~crc[0]);
    }
}
