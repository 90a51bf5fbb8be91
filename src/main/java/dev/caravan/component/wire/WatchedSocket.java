package dev.caravan.component.wire;

import dev.caravan.job.Sizes;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The socket of one connection below TLS. The thread that uses it records its state; the {@link Watchdog} reads the
 * state and closes the socket, which ends a waiting read or write.
 */
final class WatchedSocket extends Socket {

    private final Consumer<WatchedSocket> closed;
    private final AtomicReference<Patience> patience;
    private final int longestSilence;

    // Written by the thread that uses the connection, read by the watchdog.
    private volatile boolean reading;
    private volatile boolean writing;
    private volatile long moved;

    // Used only by the watchdog's thread.
    private int silence;
    private long movedBefore;

    // Used only by the thread that uses the connection.
    private long total;
    private RecordBuffers records;
    private long mostOfHead = Long.MAX_VALUE;
    private long ofHead;

    /**
     * Creates an unconnected socket.
     *
     * @param closed called when the socket is closed
     * @param untilConnected limit for connecting, with TLS
     * @param longestSilence longest wait for a byte, in seconds
     */
    WatchedSocket(Consumer<WatchedSocket> closed, Patience untilConnected, int longestSilence) {
        this.closed = closed;
        this.longestSilence = longestSilence;
        this.patience = new AtomicReference<>(untilConnected);
    }

    /** Waits for the head of an answer, of at most {@code mostBytes}. */
    void awaitHead(Patience forHead, long mostBytes) throws IOException {
        mostOfHead = mostBytes;
        ofHead = 0;
        await(forHead);
    }

    void enter(Patience next) throws IOException {
        mostOfHead = Long.MAX_VALUE;
        await(next);
    }

    /** @throws BoundExceededException if the connection was cut in the phase that ends */
    private void await(Patience next) throws IOException {
        Patience before = patience.get();
        if (before.verdict() != null || !patience.compareAndSet(before, next)) {
            throw new BoundExceededException(patience.get().verdict());
        }
    }

    /** Returns the bytes moved in both directions. */
    long moved() {
        return total;
    }

    /** Counts a second; cuts the connection if a limit is exceeded. */
    void tick() {
        Patience now = patience.get();
        String verdict = now.tick(reading || writing, moved);
        silence = reading && moved == movedBefore ? silence + 1 : 0;
        movedBefore = moved;
        // The first tick may come at once.
        if (verdict == null && silence > longestSilence) {
            verdict = "the store was silent for too long";
        }
        if (verdict != null && patience.compareAndSet(now, Patience.ended(verdict))) {
            try {
                // Data that can't be sent isn't kept.
                setSoLinger(true, 0);
                close();
            } catch (IOException ignored) {
                // It is closed already.
            }
        }
    }

    private void move(int bytes) {
        total += bytes;
        moved = total;
    }

    private IOException explained(IOException failure) {
        String verdict = patience.get().verdict();
        if (verdict == null) {
            return failure;
        }
        BoundExceededException slow = new BoundExceededException(verdict);
        slow.addSuppressed(failure);
        return slow;
    }

    @Override
    public void connect(SocketAddress address, int timeout) throws IOException {
        try {
            super.connect(address, timeout);
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /** Prepares the socket for TLS, so that several records move at once. */
    void bufferRecords() throws IOException {
        records = new RecordBuffers(getInputStream(), getOutputStream());
    }

    /** Sends the rest of the record buffer. */
    void flush() throws IOException {
        if (records != null) {
            records.send();
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        if (records != null) {
            return records.input();
        }
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (ofHead >= mostOfHead) {
                    throw new BoundExceededException(
                            "the head of the answer is longer than " + Sizes.format(mostOfHead));
                }
                reading = true;
                try {
                    int n = in.read(buffer, offset, length);
                    if (n > 0) {
                        ofHead += n;
                        move(n);
                    }
                    return n;
                } catch (IOException e) {
                    throw explained(e);
                } finally {
                    reading = false;
                }
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        if (records != null) {
            return records.output();
        }
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                // How much of a write is done can't be seen: it counts as a whole when it begins.
                move(length);
                writing = true;
                try {
                    out.write(buffer, offset, length);
                } catch (IOException e) {
                    throw explained(e);
                } finally {
                    writing = false;
                }
            }
        };
    }

    /** Takes no lock, since the watchdog closes the socket while another thread waits on it. */
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    @Override
    public void close() throws IOException {
        closed.accept(this);
        super.close();
    }
}
