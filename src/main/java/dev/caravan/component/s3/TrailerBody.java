package dev.caravan.component.s3;

import dev.caravan.checksum.KeptChecksum;
import dev.caravan.checksum.RunningSum;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.ObjectContent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * A chunked body with its CRC as a trailer (Amazon S3, "Signature calculations: including trailing headers",
 * unsigned). A chunk's frame is written with its content, in one system call.
 */
final class TrailerBody extends ContentBody {

    /** The value of {@code x-amz-content-sha256} for such a request. */
    static final String PAYLOAD_HASH = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    private static final int CHUNK = 1024 * 1024;

    private final BooleanSupplier needsMd5;
    private final Kind kind;
    private final RunningSum crc;
    private String checksum;

    /**
     * Creates a body with one of the CRCs that S3 verifies.
     *
     * @param needsMd5 asked before each piece; its MD5 ends when it is no longer needed
     */
    TrailerBody(ObjectContent content, BooleanSupplier needsMd5, Kind kind) {
        super(content, needsMd5.getAsBoolean());
        this.needsMd5 = needsMd5;
        this.kind = kind;
        this.crc = KeptChecksum.start(kind);
    }

    /** Returns the header of a checksum. */
    static String header(Kind kind) {
        return "x-amz-checksum-" + kind.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the CRC of the sent bytes, in base64, big-endian. */
    String checksum() {
        checksum = checksum == null ? crc.end().value() : checksum;
        return checksum;
    }

    @Override
    public long getContentLength() {
        long length = length();
        long encoded = length / CHUNK * (CHUNK + hexDigits(CHUNK) + 4L);
        long rest = length % CHUNK;
        if (rest > 0) {
            encoded += rest + hexDigits(rest) + 4L;
        }
        return encoded
                + "0\r\n".length()
                + header(kind).length()
                + 1
                + (kind == Kind.CRC64NVME ? 12 : 8)
                + "\r\n\r\n".length();
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
        if (!needsMd5.getAsBoolean()) {
            dropMd5();
        }
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
        out.write(("0\r\n" + header(kind) + ':' + checksum() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
