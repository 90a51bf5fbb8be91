package dev.caravan.local;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** The checksum algorithms that S3 supports. */
public enum ChecksumAlgorithm {
    CRC32(4, 0xEDB88320L),
    CRC32C(4, 0x82F63B78L),
    CRC64NVME(8, Crc64Nvme.POLYNOMIAL),
    SHA1(20, 0),
    SHA256(32, 0);

    private final int bytes;
    private final long polynomial;

    ChecksumAlgorithm(int bytes, long polynomial) {
        this.bytes = bytes;
        this.polynomial = polynomial;
    }

    static ChecksumAlgorithm named(String name) {
        for (ChecksumAlgorithm algorithm : values()) {
            if (algorithm.name().equalsIgnoreCase(name)) {
                return algorithm;
            }
        }
        throw S3Error.invalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the"
                + " valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
    }

    String header() {
        return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
    }

    /** Returns the XML element of the checksum in a part or a result, such as ChecksumCRC32. */
    String element() {
        return "Checksum" + name();
    }

    boolean isCrc() {
        return polynomial != 0;
    }

    RunningChecksum start() {
        return switch (this) {
            case CRC32 -> RunningChecksum.of(new CRC32(), bytes);
            case CRC32C -> RunningChecksum.of(new CRC32C(), bytes);
            case CRC64NVME -> RunningChecksum.of(new Crc64Nvme(), bytes);
            case SHA1 -> RunningChecksum.of(Digests.digest("SHA-1"));
            case SHA256 -> RunningChecksum.of(Digests.sha256());
        };
    }

    boolean isWellFormed(String value) {
        try {
            return Base64.getDecoder().decode(value).length == bytes;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns the CRC of two pieces in a row from the CRC of each and the length of the second piece. */
    String combine(String first, String second, long secondLength) {
        long crc = CrcCombine.combine(polynomial, bytes * 8, number(first), number(second), secondLength);
        return RunningChecksum.encode(crc, bytes);
    }

    private static long number(String base64) {
        return Long.parseUnsignedLong(
                HexFormat.of().formatHex(Base64.getDecoder().decode(base64)), 16);
    }
}
