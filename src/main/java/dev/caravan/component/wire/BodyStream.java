package dev.caravan.component.wire;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ConnectionClosedException;

/** The body of an answer, with exactly the announced length. Releases the connection after the last byte. */
public final class BodyStream extends InputStream {

    private final InputStream in;
    private final long length;
    private final Runnable whole;
    private final Runnable abandoned;
    private final boolean untold;
    private long left;

    public BodyStream(InputStream in, long length, Answer answer) {
        this(in, length, answer::finish, answer::abandon);
    }

    /**
     * Returns the body of an answer without a length; it must end after {@code length} bytes.
     *
     * @throws IOException if it should be empty and isn't
     */
    static BodyStream thatMustEnd(InputStream in, long length, Answer answer) throws IOException {
        if (length == 0 && in.read() >= 0) {
            throw goesOn(0);
        }
        return new BodyStream(in, length, answer::finish, answer::abandon, length > 0);
    }

    /**
     * Wraps a body whose answer is owned by another object.
     *
     * @param length announced length in bytes
     * @param whole returns the connection; called once, after the last byte
     * @param abandoned gives the connection up; may be called repeatedly, also after {@code whole}
     */
    public BodyStream(InputStream in, long length, Runnable whole, Runnable abandoned) {
        this(in, length, whole, abandoned, false);
    }

    private BodyStream(InputStream in, long length, Runnable whole, Runnable abandoned, boolean untold) {
        this.in = in;
        this.untold = untold;
        this.length = length;
        this.whole = whole;
        this.abandoned = abandoned;
        this.left = length;
        if (length == 0) {
            whole.run();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
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
            if (untold && n == left && in.read() >= 0) {
                throw goesOn(length);
            }
        } catch (ConnectionClosedException e) {
            throw cutOff(e);
        }
        if (n < 0) {
            throw cutOff(null);
        }
        left -= n;
        if (left == 0) {
            whole.run();
        }
        return n;
    }

    private static IOException goesOn(long length) {
        return new IOException("the body goes on after the " + length + " bytes that were announced");
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
        // Reading on to the end would be dear: what is left is given up with the connection.
        abandoned.run();
    }
}
