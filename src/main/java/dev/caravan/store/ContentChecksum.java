package dev.caravan.store;

/**
 * A store's checksum of the whole content of an object, beside its ETag.
 *
 * @param kind its algorithm
 * @param value as {@link Kind} defines
 */
public record ContentChecksum(Kind kind, String value) {

    /** The algorithms and their notations. */
    public enum Kind {
        /**
         * CRC-64/XZ (ECMA-182, reflected), unsigned decimal: {@code x-oss-hash-crc64ecma} and
         * {@code x-cos-hash-crc64ecma}.
         */
        CRC64,
        /** Qiniu's qetag: SHA-1 of a block of up to 4 MiB, or of the SHA-1s of several blocks; URL-safe base64. */
        QETAG,
        /**
         * CRC-64/NVME, base64 of 8 bytes, highest first: {@code x-amz-checksum-crc64nvme}, like all below of a whole
         * object.
         */
        CRC64NVME,
        /** CRC-32C (Castagnoli), base64 of 4 bytes, highest first: {@code x-amz-checksum-crc32c}. */
        CRC32C,
        /** CRC-32 of zlib, base64 of 4 bytes, highest first: {@code x-amz-checksum-crc32}. */
        CRC32,
        /** SHA-256, base64: {@code x-amz-checksum-sha256}. */
        SHA256,
        /** SHA-1, base64: {@code x-amz-checksum-sha1}. */
        SHA1
    }
}
