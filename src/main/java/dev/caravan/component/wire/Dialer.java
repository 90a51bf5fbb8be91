package dev.caravan.component.wire;

import dev.caravan.component.ObjectStoreConfiguration;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.HttpHost;

/** Opens connections to one host, over TLS where its URL says so. */
final class Dialer {

    private static final int LEAST_WATCHED_MS = 5_000;

    private final HttpHost target;
    private final int connectTimeout;
    private final int socketTimeout;
    private final Watchdog watchdog;

    Dialer(HttpHost target, ObjectStoreConfiguration configuration, Watchdog watchdog) {
        this.target = target;
        this.connectTimeout = configuration.getConnectTimeout();
        this.socketTimeout = configuration.getSocketTimeout();
        this.watchdog = watchdog;
    }

    private boolean secure() {
        return target.getSchemeName().equals("https");
    }

    StoreConnection open() throws IOException {
        WatchedSocket socket = connected();
        boolean opened = false;
        try {
            socket.setSoTimeout(ofSocket(socketTimeout));
            StoreConnection connection =
                    secure() ? new StoreConnection(socket, secured(socket)) : new StoreConnection(socket);
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                socket.close();
            }
        }
    }

    /** Tries the host's addresses in turn. */
    private WatchedSocket connected() throws IOException {
        int port = target.getPort() > 0 ? target.getPort() : secure() ? 443 : 80;
        String where = target.getHostName() + ":" + port;
        ConnectException failure = new ConnectException(where);
        for (InetAddress address : InetAddress.getAllByName(target.getHostName())) {
            WatchedSocket socket = watchdog.socket(
                    Patience.within(connectTimeout, "there was no answer"), Patience.wholeSeconds(socketTimeout));
            try {
                socket.setTcpNoDelay(true);
                socket.setKeepAlive(true);
                socket.connect(new InetSocketAddress(address, port), ofSocket(connectTimeout));
                return socket;
            } catch (IOException e) {
                socket.close();
                failure = new ConnectException(where + ": " + e.getMessage());
                failure.initCause(e);
            }
        }
        throw failure;
    }

    /** Agrees on TLS. The certificate must be trusted, and must name the host. */
    private SSLSocket secured(WatchedSocket socket) throws IOException {
        socket.enter(Patience.within(socketTimeout, "TLS was not agreed upon"));
        socket.bufferRecords();
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket tls = (SSLSocket) factory.createSocket(socket, target.getHostName(), socket.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    /**
     * Returns how long the socket itself waits to be connected or to read, in milliseconds; 0 for ever, until the watchdog ends the wait.
     * A socket that has waited with a timeout of its own once makes three system calls of each later read that waits. The watchdog counts
     * whole seconds: what is shorter stays the socket's.
     */
    private static int ofSocket(int timeout) {
        return timeout < LEAST_WATCHED_MS ? timeout : 0;
    }
}
