package dev.caravan.checksum;

import dev.caravan.job.Digests;
import dev.caravan.store.ContentChecksum.Kind;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * The CRC algorithms with their polynomials. The CRC of two adjacent pieces follows from theirs: the first times x to the
 * power of the second's bits, modulo the polynomial, plus the second. Polynomials are reflected, without their highest
 * term: the highest bit is 1, the next x, and so on. Start and inversion values cancel out.
 */
@SuppressWarnings("ImmutableEnumChecker") // of tables that are filled once, which the checker cannot see
enum CrcAlgorithm implements ContentAlgorithm {
    CRC64(0xC96C5795D7870F42L, Long.SIZE),
    CRC64NVME(0x9A6C9329AC4BC9B5L, Long.SIZE),
    CRC32C(0x82F63B78L, Integer.SIZE),
    CRC32(0xEDB88320L, Integer.SIZE);

    private final Kind kind = Kind.valueOf(name());
    private final int bytes;
    private final long polynomial;
    private final long one;
    private final long[] table;

    CrcAlgorithm(long polynomial, int width) {
        this.bytes = width / Byte.SIZE;
        this.polynomial = polynomial;
        this.one = 1L << (width - 1);
        this.table = width == Long.SIZE ? Crc64.table(polynomial) : null;
    }

    @Override
    public long alignment() {
        return 1;
    }

    @Override
    public RunningSum start() {
        Checksum crc = switch (this) {
            case CRC64, CRC64NVME -> new Crc64(table);
            case CRC32C -> new CRC32C();
            case CRC32 -> new CRC32();
        };
        return new RunningSum() {
            private long length;

            @Override
            public void update(byte[] piece, int offset, int n) {
                crc.update(piece, offset, n);
                length += n;
            }

            @Override
            public PartSum end() {
                return new PartSum(kind, length, base64(crc.getValue()));
            }
        };
    }

    @Override
    public boolean isOne(PartSum sum) {
        return number(sum.value()) != null;
    }

    @Override
    public String canonical(String kept) {
        if (kind != Kind.CRC64) {
            Long number = number(kept);
            return number == null ? null : base64(number);
        }
        try {
            return Long.toUnsignedString(Long.parseUnsignedLong(kept));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Override
    public String whole(List<PartSum> pieces, String kept) {
        // The CRC of nothing.
        long crc = 0;
        for (PartSum piece : pieces) {
            crc = combine(crc, number(piece.value()), piece.length());
        }
        return kind == Kind.CRC64 ? Long.toUnsignedString(crc) : base64(crc);
    }

    long combine(long first, long second, long secondLength) {
        return times(powerOfBytes(secondLength), first) ^ second;
    }

    /** Returns x to the power of 8 times {@code bytes}. */
    private long powerOfBytes(long bytes) {
        long power = one;
        long square = one >>> 8;
        for (long left = bytes; left != 0; left >>>= 1) {
            if ((left & 1) != 0) {
                power = times(square, power);
            }
            square = times(square, square);
        }
        return power;
    }

    private long times(long a, long b) {
        long product = 0;
        long shifted = b;
        for (long term = one; term != 0; term >>>= 1) {
            if ((a & term) != 0) {
                product ^= shifted;
            }
            shifted = (shifted >>> 1) ^ (-(shifted & 1) & polynomial);
        }
        return product;
    }

    private String base64(long crc) {
        byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(crc).array();
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(all, Long.BYTES - bytes, Long.BYTES));
    }

    /** Decodes a CRC; null if invalid. */
    private Long number(String base64) {
        byte[] value = Digests.base64(base64, bytes);
        return value == null ? null : new BigInteger(1, value).longValue();
    }
}
