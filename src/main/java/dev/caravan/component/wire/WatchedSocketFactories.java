package dev.caravan.component.wire;

import java.io.IOException;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.protocol.HttpContext;

/** What opens the pool's connections: as the pool's own factories do, but upon sockets that are watched. */
final class WatchedSocketFactories {

    private WatchedSocketFactories() {}

    static ConnectionSocketFactory plain(Supplier<Socket> sockets) {
        return new PlainConnectionSocketFactory() {
            @Override
            public Socket createSocket(HttpContext context) {
                return sockets.get();
            }
        };
    }

    /** With the protocols and ciphers of Java's system properties, as {@link SSLConnectionSocketFactory#getSystemSocketFactory()}. */
    static ConnectionSocketFactory tls(Supplier<Socket> sockets) {
        return new SSLConnectionSocketFactory(
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                listed("https.protocols"),
                listed("https.cipherSuites"),
                SSLConnectionSocketFactory.getDefaultHostnameVerifier()) {
            @Override
            public Socket createSocket(HttpContext context) {
                return sockets.get();
            }

            /** The watchdog bounds the handshake: a socket that once had a timeout makes more system calls from then on. */
            @Override
            public Socket createLayeredSocket(Socket socket, String target, int port, HttpContext context)
                    throws IOException {
                socket.setSoTimeout(0);
                return super.createLayeredSocket(socket, target, port, context);
            }
        };
    }

    private static String[] listed(String property) {
        String value = System.getProperty(property, "");
        return value.isBlank() ? null : value.split(" *, *", -1);
    }
}
