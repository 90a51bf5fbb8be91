package dev.caravan.local;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body of a declared length. A connection that ends before the body does is an error, not the end of the body. */
final class FixedInput extends InputStream {
    private final InputStream in;
    private long left;

    FixedInput(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        if (left == 0) {
            return -1;
        }
        return counted(in.read(), 1);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int n = in.read(target, offset, (int) Math.min(length, left));
        return counted(n, n);
    }

    private int counted(int result, int bytes) throws EOFException {
        if (result < 0) {
            throw new EOFException("the body ends " + left + " bytes before its Content-Length");
        }
        left -= bytes;
        return result;
    }
}
