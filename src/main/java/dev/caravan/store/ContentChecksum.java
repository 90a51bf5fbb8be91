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
        QETAG
    }
}
