package dev.caravan.checksum;

import dev.caravan.store.ContentChecksum.Kind;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** The CRC algorithms with their polynomials. */
@SuppressWarnings("ImmutableEnumChecker") // of tables that are filled once, which the checker cannot see
enum CrcAlgorithm implements ContentAlgorithm {
    CRC64(0xC96C5795D7870F42L, Long.SIZE),
    CRC64NVME(0x9A6C9329AC4BC9B5L, Long.SIZE),
    CRC32C(0x82F63B78L, Integer.SIZE),
    CRC32(0xEDB88320L, Integer.SIZE);

    private final Kind kind = Kind.valueOf(name());
    private final int bytes;
    private final CrcCombination combination;
    private final long[] table;

    CrcAlgorithm(long polynomial, int width) {
        this.bytes = width / Byte.SIZE;
        this.combination = new CrcCombination(polynomial, width);
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
            crc = combination.combine(crc, number(piece.value()), piece.length());
        }
        return kind == Kind.CRC64 ? Long.toUnsignedString(crc) : base64(crc);
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
