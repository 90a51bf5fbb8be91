package dev.caravan.component;

import dev.caravan.store.BlockStream;
import dev.caravan.store.InvalidException;
import java.io.IOException;
import java.io.InputStream;

/** A stream of exactly the announced length. If more bytes follow, the last one isn't returned. */
final class ExactStream extends BlockStream {

    private final InputStream in;
    private final long length;
    private long left;

    /** @throws InvalidException if the stream should be empty and isn't */
    ExactStream(InputStream in, long length) throws IOException {
        this.in = in;
        this.length = length;
        this.left = length;
        requireEnd();
    }

    private void requireEnd() throws IOException {
        if (left == 0 && in.read() >= 0) {
            throw differs("is longer than that");
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
        int n = in.read(buffer, offset, (int) Math.min(wanted, left));
        if (n < 0) {
            throw differs("ended after " + (length - left) + " bytes");
        }
        left -= n;
        requireEnd();
        return n;
    }

    private InvalidException differs(String how) {
        return new InvalidException("the body should have " + length + " bytes, but it " + how, "ContentLength");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
