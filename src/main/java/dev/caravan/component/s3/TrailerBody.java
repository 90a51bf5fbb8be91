package dev.caravan.component.s3;

import dev.caravan.store.ObjectContent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * A chunked body with its CRC32C as a trailer (Amazon S3, "Signature calculations: including trailing headers",
 * unsigned). A chunk's frame is written with its content, in one system call.
 */
final class TrailerBody extends ContentBody {

    /** The value of {@code x-amz-content-sha256} for such a request. */
    static final String PAYLOAD_HASH = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    static final String TRAILER = "x-amz-checksum-crc32c";

    private static final int CHUNK = 1024 * 1024;
    private static final int CHECKSUM_LENGTH = 8;

    private final CRC32C crc = new CRC32C();

    TrailerBody(ObjectContent content, boolean withMd5) {
        super(content, withMd5);
    }

    /** Returns the CRC32C of the sent bytes, in base64, big-endian. */
    String checksum() {
        byte[] bytes =
                ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public long getContentLength() {
        long length = length();
        long encoded = length / CHUNK * (CHUNK + hexDigits(CHUNK) + 4L);
        long rest = length % CHUNK;
        if (rest > 0) {
            encoded += rest + hexDigits(rest) + 4L;
        }
        return encoded + "0\r\n".length() + TRAILER.length() + 1 + CHECKSUM_LENGTH + "\r\n\r\n".length();
    }

    private static int hexDigits(long value) {
        return (67 - Long.numberOfLeadingZeros(value)) / 4;
    }

    @Override
    int room(long done, long length) {
        return (int) Math.min(super.room(done, length), CHUNK - done % CHUNK);
    }

    @Override
    void digest(byte[] buffer, int n) {
        super.digest(buffer, n);
        crc.update(buffer, MARGIN, n);
    }

    @Override
    void write(OutputStream out, byte[] buffer, int n, long done, long length) throws IOException {
        int from = MARGIN;
        int to = MARGIN + n;
        if (done % CHUNK == 0) {
            buffer[--from] = '\n';
            buffer[--from] = '\r';
            for (long size = Math.min(CHUNK, length - done); size > 0; size >>= 4) {
                buffer[--from] = (byte) Character.forDigit((int) (size & 15), 16);
            }
        }
        if ((done + n) % CHUNK == 0 || done + n == length) {
            buffer[to++] = '\r';
            buffer[to++] = '\n';
        }
        out.write(buffer, from, to - from);
    }

    @Override
    void end(OutputStream out) throws IOException {
        out.write(("0\r\n" + TRAILER + ':' + checksum() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
