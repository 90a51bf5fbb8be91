package dev.caravan.component.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.http.HttpClientConnection;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.MessageConstraints;
import org.apache.http.conn.ManagedHttpClientConnection;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.entity.ContentLengthStrategy;
import org.apache.http.impl.conn.DefaultHttpResponseParserFactory;
import org.apache.http.impl.conn.DefaultManagedHttpClientConnection;
import org.apache.http.impl.io.ChunkedInputStream;
import org.apache.http.io.SessionInputBuffer;
import org.apache.http.protocol.HttpContext;

/** A connection that knows its socket below TLS, and takes no more than short frames and few trailers in a chunked body. */
final class StoreConnection extends DefaultManagedHttpClientConnection {

    private static final String SOCKET = "caravan.socket";
    private static final MessageConstraints FRAMES = MessageConstraints.custom()
            .setMaxLineLength(8 * 1024)
            .setMaxHeaderCount(32)
            .build();
    private static final AtomicLong NUMBER = new AtomicLong();

    private StoreConnection(ConnectionConfig config) {
        super(
                "store-" + NUMBER.incrementAndGet(),
                config.getBufferSize(),
                config.getFragmentSizeHint(),
                // Without these, header values come in byte for byte.
                null,
                null,
                config.getMessageConstraints(),
                null,
                null,
                HeadWriter::new,
                DefaultHttpResponseParserFactory.INSTANCE);
    }

    static ManagedHttpClientConnection create(HttpRoute route, ConnectionConfig config) {
        return new StoreConnection(config);
    }

    /** The socket of a connection of the pool. */
    static WatchedSocket socket(HttpClientConnection pooled) throws IOException {
        if (((HttpContext) pooled).getAttribute(SOCKET) instanceof WatchedSocket socket) {
            return socket;
        }
        throw new IOException("the connection was closed");
    }

    /** Is called with the socket itself first, then with that of TLS upon it. */
    @Override
    public void bind(Socket socket) throws IOException {
        if (socket instanceof WatchedSocket) {
            setAttribute(SOCKET, socket);
        }
        super.bind(socket);
    }

    @Override
    protected InputStream createInputStream(long length, SessionInputBuffer in) {
        return length == ContentLengthStrategy.CHUNKED
                ? new ChunkedInputStream(in, FRAMES)
                : super.createInputStream(length, in);
    }
}
