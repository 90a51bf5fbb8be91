package dev.caravan.component.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.HttpMessageWriterFactory;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.io.CloseMode;

/** A connection that knows its socket below TLS and limits chunk headers and trailers. */
final class StoreConnection extends DefaultBHttpClientConnection {

    // Holds the heads of a small object and the object itself: one system call each way.
    private static final int BUFFER = 16 * 1024;
    private static final Http1Config HEADS = Http1Config.custom()
            .setBufferSize(BUFFER)
            .setChunkSizeHint(BUFFER)
            .setMaxHeaderCount(1_000)
            .setMaxLineLength(64 * 1024)
            .build();
    private static final Http1Config FRAMES = Http1Config.custom()
            .setMaxLineLength(8 * 1024)
            .setMaxHeaderCount(32)
            .build();

    // Longer than any store keeps an idle connection; a younger one is checked before it is used again.
    private static final long KEEP_IDLE = TimeUnit.SECONDS.toNanos(60);
    private static final long TRUST_IDLE = TimeUnit.SECONDS.toNanos(1);

    private final WatchedSocket socket;
    private long idleSince;
    private boolean rested;

    StoreConnection(WatchedSocket socket, HttpMessageWriterFactory<ClassicHttpRequest> heads) throws IOException {
        // Without character sets, header values arrive byte for byte.
        super(
                HEADS,
                null,
                null,
                StoreConnection::lengthOfAnswer,
                request -> ((ClassicHttpRequest) request).getEntity().getContentLength(),
                heads,
                null);
        this.socket = socket;
        bind(socket);
    }

    /** Makes a connection over TLS, whose records pass the watched socket. */
    StoreConnection(WatchedSocket socket, SSLSocket tls) throws IOException {
        this(socket, () -> new HeadWriter(null));
        bind(tls, socket);
    }

    /**
     * Returns the only announced length; the reader refuses an invalid number, and the body ends with the connection.
     */
    private static long lengthOfAnswer(HttpMessage answer) throws HttpException {
        Header length = answer.getFirstHeader("Content-Length");
        if (length == null || answer.containsHeader("Transfer-Encoding")) {
            return DefaultContentLengthStrategy.INSTANCE.determineLength(answer);
        }
        try {
            return Math.max(ContentLengthStrategy.UNDEFINED, Long.parseLong(length.getValue()));
        } catch (NumberFormatException e) {
            return ContentLengthStrategy.UNDEFINED;
        }
    }

    WatchedSocket socket() {
        return socket;
    }

    void rest() throws IOException {
        socket.enter(Patience.UNLIMITED);
        idleSince = System.nanoTime();
        rested = true;
    }

    /** Returns whether it has been idle, so that the store may have closed it meanwhile. */
    boolean hasRested() {
        return rested;
    }

    /** Returns whether an idle connection can be used again: the store may have closed it. */
    boolean isUsable() {
        long idle = System.nanoTime() - idleSince;
        try {
            return isOpen() && (idle < TRUST_IDLE || (idle < KEEP_IDLE && !isStale()));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void flush() throws IOException {
        super.flush();
        socket.flush();
    }

    /** Closes an idle connection without a reset. */
    void end() {
        try {
            close();
        } catch (IOException e) {
            cut();
        }
    }

    void cut() {
        close(CloseMode.IMMEDIATE);
    }

    @Override
    protected InputStream createContentInputStream(long length, SessionInputBuffer buffer, InputStream in) {
        return length == ContentLengthStrategy.CHUNKED
                ? new ChunkedInputStream(buffer, in, FRAMES)
                : super.createContentInputStream(length, buffer, in);
    }
}
