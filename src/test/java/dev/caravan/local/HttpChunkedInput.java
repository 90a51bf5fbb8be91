package dev.caravan.local;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body with Transfer-Encoding: chunked. */
final class HttpChunkedInput extends InputStream {
    private final InputStream in;
    private long left;
    private boolean first = true;
    private boolean ended;

    HttpChunkedInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        if (!hasMore()) {
            return -1;
        }
        return counted(in.read(), 1);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (!hasMore()) {
            return -1;
        }
        int n = in.read(target, offset, (int) Math.min(length, left));
        return counted(n, n);
    }

    private int counted(int result, int bytes) throws EOFException {
        if (result < 0) {
            throw new EOFException("the body ends within a chunk");
        }
        left -= bytes;
        return result;
    }

    private boolean hasMore() throws IOException {
        if (left == 0 && !ended) {
            if (!first) {
                Lines.read(in);
            }
            first = false;
            left = Lines.chunkSize(Lines.read(in));
            if (left == 0) {
                ended = true;
                String trailer = Lines.read(in);
                while (!trailer.isEmpty()) {
                    trailer = Lines.read(in);
                }
            }
        }
        return !ended;
    }
}
