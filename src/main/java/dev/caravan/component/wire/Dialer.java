package dev.caravan.component.wire;

import dev.caravan.component.ObjectStoreConfiguration;
import dev.caravan.job.CaBundle;
import dev.caravan.job.Egress;
import dev.caravan.job.NativeCrypto;
import dev.caravan.job.Proxy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.HttpHost;

/** Opens connections to one host: with TLS for an https URL, and through a configured proxy. */
final class Dialer {

    private static final int LEAST_WATCHED_MS = 5_000;

    private final HttpHost target;
    private final int connectTimeout;
    private final int socketTimeout;
    private final Watchdog watchdog;
    private final Proxy proxy;
    private final CaBundle bundle;

    Dialer(HttpHost target, ObjectStoreConfiguration configuration, Watchdog watchdog) {
        this.target = target;
        this.connectTimeout = configuration.getConnectTimeout();
        this.socketTimeout = configuration.getSocketTimeout();
        this.watchdog = watchdog;
        Egress egress = configuration.egress();
        this.bundle = egress.bundle();
        this.proxy = egress.proxies()
                .to(target.getSchemeName(), target.getHostName(), target.getPort())
                .orElse(null);
        if (secure()) {
            NativeCrypto.install();
        }
    }

    private boolean secure() {
        return target.getSchemeName().equals("https");
    }

    private int port() {
        return target.getPort() > 0 ? target.getPort() : secure() ? 443 : 80;
    }

    /** Returns the proxy of all connections; null for none. */
    Proxy proxy() {
        return proxy;
    }

    /**
     * Returns the proxy that forwards requests and may answer them itself; null for a direct connection or a tunnel.
     */
    Proxy handsOn() {
        return secure() ? null : proxy;
    }

    String way() {
        return target.toURI() + (proxy == null ? "" : " through the proxy " + proxy);
    }

    StoreConnection open() throws IOException {
        WatchedSocket socket = connected();
        boolean opened = false;
        try {
            socket.setSoTimeout(ofSocket(socketTimeout));
            if (secure() && proxy != null) {
                tunnel(socket);
            }
            StoreConnection connection = secure()
                    ? new StoreConnection(socket, secured(socket))
                    : new StoreConnection(socket, () -> new HeadWriter(proxy));
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                socket.close();
            }
        }
    }

    private WatchedSocket connected() throws IOException {
        if (proxy == null) {
            return connected(target.getHostName(), port());
        }
        try {
            return connected(proxy.host(), proxy.port());
        } catch (IOException e) {
            throw ProxyException.unreachable(proxy, e);
        }
    }

    private void tunnel(WatchedSocket socket) throws IOException {
        try {
            new Tunnel(proxy, target.getHostName() + ':' + port()).open(socket, socketTimeout);
        } catch (SocketException e) {
            throw ProxyException.unreachable(proxy, e);
        } catch (BoundExceededException e) {
            throw ProxyException.exceeds(proxy, e);
        }
    }

    private WatchedSocket connected(String host, int port) throws IOException {
        String where = host + ":" + port;
        ConnectException failure = new ConnectException(where);
        for (InetAddress address : InetAddress.getAllByName(host)) {
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
        SSLSocket tls = (SSLSocket) sockets().createSocket(socket, target.getHostName(), port(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    private SSLSocketFactory sockets() throws SSLException {
        try {
            return bundle == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : bundle.sockets();
        } catch (IllegalArgumentException e) {
            throw new SSLException(e.getMessage(), e);
        }
    }

    /**
     * Returns the socket's own timeout in milliseconds; 0 leaves the limit to the watchdog. A socket that once waited
     * with its own timeout makes three more system calls for each waiting read. The watchdog counts whole seconds, so
     * shorter timeouts stay with the socket.
     */
    private static int ofSocket(int timeout) {
        return timeout < LEAST_WATCHED_MS ? timeout : 0;
    }
}
