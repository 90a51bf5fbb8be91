package dev.caravan.component.wire;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordBuffersTest {

    private final byte[] bytes = new byte[1_000_000];
    private final List<Integer> reads = new ArrayList<>();
    private final List<Integer> writes = new ArrayList<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final RecordBuffers buffers;
    private boolean silent;

    RecordBuffersTest() {
        new Random(7).nextBytes(bytes);
        InputStream source = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int length) {
                if (silent) {
                    throw new IllegalStateException("no answer in time");
                }
                int n = super.read(buffer, offset, length);
                reads.add(n);
                return n;
            }
        };
        OutputStream target = new OutputStream() {
            @Override
            public void write(int b) {
                throw new UnsupportedOperationException("byte by byte");
            }

            @Override
            public void write(byte[] buffer, int offset, int length) {
                writes.add(length);
                sent.write(buffer, offset, length);
            }
        };
        buffers = new RecordBuffers(source, target);
    }

    @Test
    void readsSeveralRecordsAtATime() throws IOException {
        InputStream in = buffers.input();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (true) {
            byte[] head = in.readNBytes(5);
            read.writeBytes(head);
            read.writeBytes(in.readNBytes(16_400));
            if (head.length < 5) {
                break;
            }
        }
        assertThat(read.toByteArray()).isEqualTo(bytes);
        assertThat(in.read()).isEqualTo(-1);
        assertThat(reads).hasSizeLessThan(25);
    }

    @Test
    void readsNothingTwiceAfterAReadWithoutAnAnswer() throws IOException {
        InputStream in = buffers.input();
        byte[] first = in.readNBytes(64 * 1024);
        silent = true;
        assertThatThrownBy(in::read).hasMessage("no answer in time");
        assertThatThrownBy(in::read).hasMessage("no answer in time");
        silent = false;
        assertThat(first).isEqualTo(Arrays.copyOf(bytes, first.length));
        assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, first.length, bytes.length));
    }

    @Test
    void writesSeveralRecordsAtATime() throws IOException {
        OutputStream out = buffers.output();
        int length = 16_406;
        for (int from = 0; from < bytes.length; from += length) {
            out.write(bytes, from, Math.min(length, bytes.length - from));
            out.flush();
        }
        out.write(bytes, 0, 100_000);
        out.write(1);
        buffers.send();
        assertThat(sent.toByteArray()).startsWith(bytes).hasSize(bytes.length + 100_001);
        assertThat(writes).hasSizeLessThan(30);
        buffers.send();
        assertThat(writes).doesNotContain(0);
    }

    @Test
    void sendsWhatWasWrittenBeforeItWaitsForAnAnswer() throws IOException {
        OutputStream out = buffers.output();
        out.write(bytes, 0, 10);
        assertThat(sent.size()).isZero();
        assertThat(buffers.input().read()).isEqualTo(bytes[0] & 0xff);
        assertThat(sent.size()).isEqualTo(10);
    }
}
