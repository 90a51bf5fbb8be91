package dev.caravan.component.wire;

import dev.caravan.store.BlockStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ConnectionClosedException;

/** The body of an answer, with exactly the announced length. Releases the connection after the last byte. */
final class BodyStream extends BlockStream {

    private final InputStream in;
    private final long length;
    private final Answer answer;
    private final boolean mustEnd;
    private long left;

    /**
     * Reads the body of an answer.
     *
     * @param mustEnd whether to check that no more bytes follow: the answer doesn't announce its length
     * @throws IOException if it should be empty and isn't
     */
    BodyStream(Answer answer, long length, boolean mustEnd) throws IOException {
        this.in = answer.body();
        this.length = length;
        this.answer = answer;
        this.mustEnd = mustEnd;
        this.left = length;
        requireEnd(0);
        if (length == 0) {
            answer.finish();
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
        if (wanted == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int n;
        try {
            n = in.read(buffer, offset, (int) Math.min(wanted, left));
            requireEnd(n);
        } catch (ConnectionClosedException e) {
            throw cutOff(e);
        }
        if (n < 0) {
            throw cutOff(null);
        }
        left -= n;
        if (left == 0) {
            answer.finish();
        }
        return n;
    }

    private void requireEnd(int arrived) throws IOException {
        if (mustEnd && arrived == left && in.read() >= 0) {
            throw new IOException("the body goes on after the " + length + " bytes that were announced");
        }
    }

    private IOException cutOff(IOException cause) {
        return new IOException("the body ended after " + (length - left) + " of " + length + " bytes", cause);
    }

    @Override
    public int available() throws IOException {
        return left == 0 ? 0 : (int) Math.min(in.available(), left);
    }

    @Override
    public void close() {
        // Reading to the end would cost too much, so the rest is dropped with the connection.
        answer.abandon();
    }
}
