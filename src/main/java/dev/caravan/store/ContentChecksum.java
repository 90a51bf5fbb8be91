package dev.caravan.store;

/**
 * What a store keeps about the whole content of an object, beside its ETag.
 *
 * @param kind how it is computed
 * @param value as {@link Kind} says
 */
public record ContentChecksum(Kind kind, String value) {

    /** The ways to compute one. */
    public enum Kind {
        /** CRC-64/XZ (ECMA-182, reflected), an unsigned decimal number: {@code x-oss-hash-crc64ecma} and {@code x-cos-hash-crc64ecma}. */
        CRC64,
        /** Qiniu's qetag: SHA-1 over blocks of 4 MiB, and over their SHA-1s where there are more than one; URL-safe base64. */
        QETAG,
        /** CRC-64/NVME, base64 of its 8 bytes, the highest first: {@code x-amz-checksum-crc64nvme}, as all below of a whole object. */
        CRC64NVME,
        /** CRC-32C (Castagnoli), base64 of its 4 bytes, the highest first: {@code x-amz-checksum-crc32c}. */
        CRC32C,
        /** CRC-32 as of zlib, base64 of its 4 bytes, the highest first: {@code x-amz-checksum-crc32}. */
        CRC32,
        /** SHA-256, base64: {@code x-amz-checksum-sha256}. */
        SHA256,
        /** SHA-1, base64: {@code x-amz-checksum-sha1}. */
        SHA1
    }
}
