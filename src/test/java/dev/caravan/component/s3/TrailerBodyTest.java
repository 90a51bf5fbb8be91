package dev.caravan.component.s3;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.component.wire.SourceFailure;
import dev.caravan.store.ContentChecksum.Kind;
import dev.caravan.store.ObjectContent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.utils.BinaryUtils;

class TrailerBodyTest {

    private static final int CHUNK = 1024 * 1024;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 4096, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 77})
    void framesTheContentAndEndsWithItsChecksum(int length) throws IOException {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        TrailerBody body = new TrailerBody(content(new Dribble(bytes), length), () -> false, Kind.CRC32C);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        body.writeTo(out);
        assertThat(out.size()).as("what Content-Length said").isEqualTo((int) body.getContentLength());

        SdkChecksum crc = SdkChecksum.forAlgorithm(DefaultChecksumAlgorithm.CRC32C);
        crc.update(bytes, 0, length);
        Decoded decoded = decode(out.toByteArray());
        assertThat(decoded.content).isEqualTo(bytes);
        assertThat(decoded.trailer)
                .isEqualTo("x-amz-checksum-crc32c:" + BinaryUtils.toBase64(crc.getChecksumBytes()) + "\r\n\r\n");
    }

    @Test
    void theMd5OfAContentIsThatOfAllOfItOrNone() throws IOException {
        byte[] bytes = new byte[CHUNK];
        ObjectContent content = content(new ByteArrayInputStream(bytes), CHUNK);
        TrailerBody whole = new TrailerBody(content, () -> true, Kind.CRC32C);
        whole.writeTo(new ByteArrayOutputStream());
        assertThat(whole.md5Hex()).isEqualTo("b6d81b360a5672d80c27430f39153e2c");

        AtomicInteger asked = new AtomicInteger();
        content = content(new ByteArrayInputStream(bytes), CHUNK);
        // Before the last piece the MD5 is no longer needed.
        TrailerBody most = new TrailerBody(content, () -> asked.getAndIncrement() < 8, Kind.CRC32C);
        most.writeTo(new ByteArrayOutputStream());
        assertThat(asked).as("once, and once for each piece of 128 KiB").hasValue(9);
        assertThat(most.md5Hex()).isEmpty();
        assertThat(most.checksum()).isEqualTo(whole.checksum());
    }

    @Test
    void aSourceThatEndsEarlyIsTheSourcesFault() {
        TrailerBody body =
                new TrailerBody(content(new ByteArrayInputStream(new byte[10]), 20), () -> false, Kind.CRC32C);
        assertThatThrownBy(() -> body.writeTo(new ByteArrayOutputStream()))
                .isInstanceOf(SourceFailure.class)
                .hasMessageContaining("after 10 of 20 bytes");
    }

    private static ObjectContent content(InputStream in, long length) {
        return new ObjectContent(in, length, null, () -> {});
    }

    private static final class Decoded {
        private final byte[] content;
        private final String trailer;

        Decoded(byte[] content, String trailer) {
            this.content = content;
            this.trailer = trailer;
        }
    }

    private static Decoded decode(byte[] raw) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int eol = at;
            while (raw[eol] != '\r') {
                eol++;
            }
            int size = Integer.parseInt(new String(raw, at, eol - at, StandardCharsets.US_ASCII), 16);
            at = eol + 2;
            if (size == 0) {
                return new Decoded(
                        content.toByteArray(), new String(raw, at, raw.length - at, StandardCharsets.US_ASCII));
            }
            content.write(raw, at, size);
            at += size + 2;
        }
    }

    /** Returns fewer bytes than the caller requests, as sockets do. */
    private static final class Dribble extends InputStream {
        private final ByteArrayInputStream in;
        private final Random random = new Random(1);

        Dribble(byte[] bytes) {
            in = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return in.read(buffer, offset, Math.min(length, 1 + random.nextInt(100_000)));
        }
    }
}
