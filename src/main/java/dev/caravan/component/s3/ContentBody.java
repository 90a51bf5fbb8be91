package dev.caravan.component.s3;

import dev.caravan.component.wire.SourceFailure;
import dev.caravan.job.Digests;
import dev.caravan.store.ObjectContent;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** A request body, copied from a content through a buffer that the thread keeps: a part is never held in memory. */
class ContentBody extends AbstractHttpEntity {

    /** The most that Java's sockets pass to the system at once, and the room for one piece of content. */
    static final int PIECE = 128 * 1024;
    /** The room before and after a piece for its frame. */
    static final int MARGIN = 32;

    private static final ThreadLocal<byte[]> BUFFER = ThreadLocal.withInitial(() -> new byte[0]);

    private final ObjectContent content;
    private MessageDigest md5;

    ContentBody(ObjectContent content, boolean withMd5) {
        super((String) null, null);
        this.content = content;
        this.md5 = withMd5 ? Digests.ofContent("MD5") : null;
    }

    /** Returns the hexadecimal MD5 of the sent bytes; empty if not computed. To be called once, after the body was sent. */
    String md5Hex() {
        return md5 == null ? "" : HexFormat.of().formatHex(md5.digest());
    }

    /** Stops computing the MD5. */
    final void dropMd5() {
        md5 = null;
    }

    final long length() {
        return content.length();
    }

    @Override
    public final void writeTo(OutputStream out) throws IOException {
        InputStream in = content.stream();
        long length = content.length();
        byte[] buffer = buffer(length);
        long done = 0;
        while (done < length) {
            int n = read(in, buffer, done, length);
            digest(buffer, n);
            write(out, buffer, n, done, length);
            done += n;
        }
        end(out);
    }

    /** Returns the thread's buffer with room for a piece. A thread that moves only small objects keeps a small one. */
    private static byte[] buffer(long length) {
        int size = (int) Math.min(PIECE, length) + 2 * MARGIN;
        if (BUFFER.get().length < size) {
            BUFFER.set(new byte[size]);
        }
        return BUFFER.get();
    }

    /** Reads at least one byte of a content that has more. */
    private int read(InputStream in, byte[] buffer, long done, long length) throws SourceFailure {
        try {
            int n = in.read(buffer, MARGIN, room(done, length));
            if (n <= 0) {
                throw new EOFException("it ended early");
            }
            return n;
        } catch (IOException e) {
            throw new SourceFailure(done, length, e);
        }
    }

    /** Returns the maximum number of bytes of the next piece. */
    int room(long done, long length) {
        return (int) Math.min(PIECE, length - done);
    }

    /** Digests a piece, which starts at {@link #MARGIN} in the buffer. */
    void digest(byte[] buffer, int n) {
        if (md5 != null) {
            md5.update(buffer, MARGIN, n);
        }
    }

    /** Writes a piece, which starts at {@link #MARGIN} in the buffer. */
    void write(OutputStream out, byte[] buffer, int n, long done, long length) throws IOException {
        out.write(buffer, MARGIN, n);
    }

    void end(OutputStream out) throws IOException {}

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public long getContentLength() {
        return content.length();
    }

    @Override
    public InputStream getContent() {
        throw new UnsupportedOperationException("it is only ever written");
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    /** Leaves the content open: its opener closes it. */
    @Override
    public void close() {}
}
