package dev.caravan.component.wire;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Buffers between TLS and its socket. Java makes a system call for the head and the rest of each 16 KiB record; these
 * move several records in one. Written data leaves with {@link #send} or before the next read.
 */
final class RecordBuffers {

    private static final int RECORDS = 64 * 1024;
    private static final int MORE_THAN_A_RECORD = 17 * 1024;

    private final InputStream source;
    private final OutputStream target;

    private final byte[] arrived = new byte[RECORDS];
    private int next;
    private int end;

    private byte[] leaving = new byte[MORE_THAN_A_RECORD];
    private int pending;

    RecordBuffers(InputStream source, OutputStream target) {
        this.source = source;
        this.target = target;
    }

    InputStream input() {
        return new FilterInputStream(source) {
            @Override
            public int read() throws IOException {
                return fill() ? arrived[next++] & 0xff : -1;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                if (!fill()) {
                    return -1;
                }
                int n = Math.min(length, end - next);
                System.arraycopy(arrived, next, bytes, offset, n);
                next += n;
                return n;
            }

            @Override
            public int available() throws IOException {
                return end - next + source.available();
            }
        };
    }

    private boolean fill() throws IOException {
        if (next == end) {
            send();
            // The read can time out and be retried.
            next = 0;
            end = 0;
            end = Math.max(0, source.read(arrived, 0, arrived.length));
        }
        return next < end;
    }

    OutputStream output() {
        return new FilterOutputStream(target) {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (length > RECORDS - pending) {
                    send();
                }
                if (length > RECORDS) {
                    target.write(bytes, offset, length);
                    return;
                }
                if (length > leaving.length - pending) {
                    // A connection that only reads, or sends small objects, keeps a small one.
                    leaving = Arrays.copyOf(leaving, RECORDS);
                }
                System.arraycopy(bytes, offset, leaving, pending, length);
                pending += length;
            }

            /** Does nothing: TLS flushes after each record. */
            @Override
            public void flush() {}
        };
    }

    void send() throws IOException {
        int length = pending;
        if (length > 0) {
            pending = 0;
            target.write(leaving, 0, length);
        }
    }
}
