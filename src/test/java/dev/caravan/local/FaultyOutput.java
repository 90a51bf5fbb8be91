package dev.caravan.local;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Applies one fault to a response body: cuts, resets, changes or slows it. */
final class FaultyOutput extends FilterOutputStream {
    private final FaultAction action;
    private final long started = System.nanoTime();
    private long written;

    private FaultyOutput(OutputStream out, FaultAction action) {
        super(out);
        this.action = action;
    }

    static OutputStream around(OutputStream out, List<FaultAction> actions) {
        OutputStream body = out;
        for (FaultAction action : actions) {
            if (action instanceof FaultAction.Truncate
                    || action instanceof FaultAction.ResetAfter
                    || action instanceof FaultAction.Corrupt
                    || action instanceof FaultAction.Slow) {
                body = new FaultyOutput(body, action);
            }
        }
        return body;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (action instanceof FaultAction.Truncate truncate) {
            if (writeUpTo(truncate.bytes(), bytes, offset, length)) {
                throw new Truncated();
            }
        } else if (action instanceof FaultAction.ResetAfter reset) {
            if (writeUpTo(reset.bytes(), bytes, offset, length)) {
                out.flush();
                throw new ConnectionReset();
            }
        } else if (action instanceof FaultAction.Corrupt corrupt) {
            writeCorrupted(corrupt.offset(), bytes, offset, length);
        } else if (action instanceof FaultAction.Slow slow) {
            writeSlowly(slow.bytesPerSecond(), bytes, offset, length);
        }
    }

    /** Writes up to the limit. Returns true when the limit is reached. */
    private boolean writeUpTo(long limit, byte[] bytes, int offset, int length) throws IOException {
        int n = (int) Math.min(length, limit - written);
        out.write(bytes, offset, n);
        written += n;
        return written == limit;
    }

    private void writeCorrupted(long at, byte[] bytes, int offset, int length) throws IOException {
        long index = at - written;
        written += length;
        if (index < 0 || index >= length) {
            out.write(bytes, offset, length);
            return;
        }
        // Changes a copy, because the array belongs to the object.
        byte[] changed = new byte[length];
        System.arraycopy(bytes, offset, changed, 0, length);
        changed[(int) index] ^= 1;
        out.write(changed, 0, length);
    }

    private void writeSlowly(long bytesPerSecond, byte[] bytes, int offset, int length) throws IOException {
        int step = (int) Math.max(1, Math.min(length, bytesPerSecond / 20));
        for (int done = 0; done < length; ) {
            int n = Math.min(step, length - done);
            long due = started + (long) ((written + n) * 1e9 / bytesPerSecond);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            out.write(bytes, offset + done, n);
            out.flush();
            done += n;
            written += n;
        }
    }

    /** Makes the connection close in an orderly way although bytes are missing. */
    static final class Truncated extends IOException {
        private static final long serialVersionUID = 1L;

        Truncated() {
            super("truncated by a fault");
        }
    }
}
