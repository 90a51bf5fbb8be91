package dev.caravan.local;

import java.io.OutputStream;

/** The length and digest of a body in a digest-only bucket, which show whether the bytes are right. */
final class DigestedContent implements Content {
    private final long length;
    private final byte[] md5;
    private final long crc32c;

    DigestedContent(long length, byte[] md5, long crc32c) {
        this.length = length;
        this.md5 = md5;
        this.crc32c = crc32c;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean isReadable() {
        return false;
    }

    @Override
    public byte[] md5() {
        if (md5 == null) {
            throw new UnsupportedOperationException("no MD5 was computed: the bucket is encrypted with KMS");
        }
        return md5.clone();
    }

    @Override
    public long crc32c(long offset, long count) {
        if (offset != 0 || count != length) {
            throw new UnsupportedOperationException("only the CRC of the whole was kept");
        }
        return crc32c;
    }

    @Override
    public void writeTo(OutputStream out, long offset, long count) {
        throw new UnsupportedOperationException("the bucket keeps digests only");
    }
}
