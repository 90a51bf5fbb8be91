package dev.caravan.checksum;

import dev.caravan.store.BlockStream;
import java.io.IOException;
import java.io.InputStream;

/** A content whose checksum is computed as its bytes pass and is known before the last byte is returned. */
public final class SummedStream extends BlockStream {

    private final InputStream in;
    private final Sum sum;
    private final Runnable whole;
    private long left;

    /** A checksum or digest that is being computed. */
    @FunctionalInterface
    public interface Sum {

        /** Adds the next bytes. */
        void update(byte[] bytes, int offset, int length);
    }

    /**
     * @param length in bytes, at least 1
     * @param whole called when the sum has all bytes; if it throws, the last byte isn't returned
     */
    public SummedStream(InputStream in, long length, Sum sum, Runnable whole) {
        this.in = in;
        this.left = length;
        this.sum = sum;
        this.whole = whole;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
        int n = in.read(buffer, offset, (int) Math.min(wanted, Math.max(1, left)));
        if (n > 0 && left > 0) {
            sum.update(buffer, offset, n);
            left -= n;
            if (left == 0) {
                whole.run();
            }
        }
        return n;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
