package dev.caravan.component.wire;

import dev.caravan.component.ObjectStoreConfiguration;
import java.io.IOException;
import java.net.Socket;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.HttpVersion;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.impl.DefaultConnectionReuseStrategy;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.message.BasicHttpRequest;
import org.apache.http.protocol.BasicHttpContext;
import org.apache.http.protocol.HttpContext;

/**
 * Sends one request over one pooled connection and receives the head of the answer, exactly as they stand: without
 * redirects, cookies, repetitions, content decoding or a second opinion on paths, which HttpClient's own chain would have.
 */
public final class Connections implements AutoCloseable {

    private static final int LEASE_TIMEOUT_MS = 60_000;
    private static final int VALIDATE_AFTER_MS = 1_000;
    private static final int EARLY_ANSWER_MS = 2_000;
    private static final int LEAST_WATCHED_MS = 5_000;
    private static final int MOST_INTERIM = 8;
    // Amazon S3 sends 8 KB at most.
    private static final int LONGEST_HEAD = 256 * 1024;
    private static final int LEAST_HEAD = 64 * 1024;
    private static final int LONGEST_HEADS = 16 * 1024 * 1024;
    // Holds the heads of a small object and the object itself: one system call each way.
    private static final int BUFFER = 16 * 1024;

    private final PoolingHttpClientConnectionManager pool;
    private final HttpRoute route;
    private final int connectTimeout;
    private final int socketTimeout;
    private final long minRate;
    private final int longestHead;
    private final HttpContext context = new BasicHttpContext();

    public Connections(HttpHost target, ObjectStoreConfiguration configuration) {
        this(target, configuration, Watchdog.OF_PROCESS);
        Watchdog.OF_PROCESS.start();
    }

    Connections(HttpHost target, ObjectStoreConfiguration configuration, Watchdog watchdog) {
        connectTimeout = configuration.getConnectTimeout();
        socketTimeout = configuration.getSocketTimeout();
        minRate = configuration.getMinRate();
        // All heads that may arrive at a time share an allowance of memory.
        longestHead = Math.max(LEAST_HEAD, Math.min(LONGEST_HEAD, LONGEST_HEADS / configuration.getMaxConnections()));
        boolean secure = target.getSchemeName().equals("https");
        route = new HttpRoute(withPort(target, secure), null, secure);
        Supplier<Socket> sockets = () -> watchdog.socket(
                within(connectTimeout + socketTimeout, "the connection was not made"), seconds(socketTimeout));
        pool = new PoolingHttpClientConnectionManager(
                RegistryBuilder.<ConnectionSocketFactory>create()
                        .register("http", WatchedSocketFactories.plain(sockets))
                        .register("https", WatchedSocketFactories.tls(sockets))
                        .build(),
                StoreConnection::create);
        pool.setMaxTotal(configuration.getMaxConnections());
        pool.setDefaultMaxPerRoute(configuration.getMaxConnections());
        pool.setValidateAfterInactivity(VALIDATE_AFTER_MS);
        pool.setDefaultSocketConfig(SocketConfig.custom()
                .setTcpNoDelay(true)
                .setSoKeepAlive(true)
                .setSoTimeout(readTimeout())
                .build());
        pool.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setBufferSize(BUFFER)
                .setFragmentSizeHint(BUFFER)
                .setMessageConstraints(MessageConstraints.custom()
                        .setMaxHeaderCount(1_000)
                        .setMaxLineLength(64 * 1024)
                        .build())
                .build());
    }

    private static HttpHost withPort(HttpHost target, boolean secure) {
        int port = target.getPort() > 0 ? target.getPort() : secure ? 443 : 80;
        return new HttpHost(target.getHostName(), port, target.getSchemeName());
    }

    /**
     * Makes one attempt of a request without a body; where there was no answer it says why in the contract's words.
     *
     * @param what is tried, for messages
     */
    public Answer ask(Supplier<String> what, HttpRequest request) {
        try {
            return exchange(request);
        } catch (InterruptedException e) {
            throw StoreErrors.interrupted(what.get(), e);
        } catch (IOException e) {
            throw StoreErrors.io(what.get(), e);
        }
    }

    /**
     * Makes one attempt.
     *
     * @throws SourceFailure when the body that was to be sent couldn't be read
     * @throws IOException when there was no answer
     */
    public Answer exchange(HttpRequest request) throws IOException, InterruptedException {
        HttpClientConnection connection;
        try {
            connection = pool.requestConnection(route, null).get(LEASE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("no connection can be had", e);
        } catch (IllegalStateException e) {
            throw new IOException("the store was closed", e);
        }
        boolean answered = false;
        try {
            if (!connection.isOpen()) {
                pool.connect(connection, route, connectTimeout, context);
                pool.routeComplete(connection, route, context);
            }
            connection.setSocketTimeout(readTimeout());
            Answer answer = send(connection, StoreConnection.socket(connection), request);
            answered = true;
            return answer;
        } finally {
            if (!answered) {
                Answer.cut(pool, connection);
            }
        }
    }

    /**
     * What time it is over there, by the head of whatever a HEAD without a signature is answered; empty where it doesn't say.
     *
     * @param what is asked, for messages
     * @param host the {@code Host} header
     */
    public Optional<Instant> time(String what, String host) {
        BasicHttpRequest request = new BasicHttpRequest("HEAD", "/", HttpVersion.HTTP_1_1);
        request.addHeader("Host", host);
        request.addHeader("User-Agent", "caravan");
        Answer answer = ask(() -> what, request);
        answer.abandon();
        try {
            return Optional.of(StoreDates.header(answer.header("Date")));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Answer send(HttpClientConnection connection, WatchedSocket socket, HttpRequest request) throws IOException {
        try {
            socket.enter(Patience.rate(minRate, socket.moved(), "takes"));
            connection.sendRequestHeader(request);
            if (request instanceof HttpEntityEnclosingRequest enclosing && enclosing.getEntity() != null) {
                connection.sendRequestEntity(enclosing);
            }
            connection.flush();
        } catch (SourceFailure e) {
            throw e;
        } catch (IOException e) {
            return earlyAnswer(connection, socket, request, e);
        } catch (HttpException e) {
            throw noHttp(e);
        }
        socket.awaitHead(within(socketTimeout, "the head of the answer did not arrive"), longestHead);
        return receive(connection, socket, request, true);
    }

    /** A store that refuses a body may answer and close before the body is sent; its answer says more than a broken pipe. */
    private Answer earlyAnswer(
            HttpClientConnection connection, WatchedSocket socket, HttpRequest request, IOException broken)
            throws IOException {
        try {
            connection.setSocketTimeout(EARLY_ANSWER_MS);
            socket.awaitHead(within(EARLY_ANSWER_MS, "the head of the answer did not arrive"), longestHead);
            Answer answer = receive(connection, socket, request, false);
            if (answer.status() >= 300) {
                return answer;
            }
        } catch (IOException e) {
            broken.addSuppressed(e);
        }
        throw broken;
    }

    private Answer receive(HttpClientConnection connection, WatchedSocket socket, HttpRequest request, boolean whole)
            throws IOException {
        HttpResponse response;
        int status;
        int interim = 0;
        boolean bodiless;
        try {
            do {
                if (interim++ > MOST_INTERIM) {
                    throw new BoundExceededException("the store sent more than " + MOST_INTERIM + " interim answers");
                }
                response = connection.receiveResponseHeader();
                status = response.getStatusLine().getStatusCode();
            } while (status < 200);
            ConflictingHeadersException.check(response);
            socket.enter(Patience.rate(minRate, socket.moved(), "sends"));
            bodiless = request.getRequestLine().getMethod().equals("HEAD") || status == 204 || status == 304;
            if (!bodiless) {
                connection.receiveResponseEntity(response);
            }
        } catch (HttpException e) {
            throw noHttp(e);
        }
        boolean reusable = whole
                && (bodiless
                        ? !"close".equalsIgnoreCase(valueOf(response, "Connection"))
                        : DefaultConnectionReuseStrategy.INSTANCE.keepAlive(response, context));
        return new Answer(pool, connection, socket, response, reusable);
    }

    /**
     * How long the socket itself lets a read wait, in milliseconds; 0 for ever, until the watchdog ends it. With a timeout of its own a
     * socket makes three system calls of each read that waits. The watchdog counts whole seconds: what is shorter stays the socket's.
     */
    private int readTimeout() {
        return socketTimeout < LEAST_WATCHED_MS ? socketTimeout : 0;
    }

    private static int seconds(int millis) {
        return (millis + 999) / 1000;
    }

    private static Patience within(int millis, String what) {
        int seconds = seconds(millis);
        return Patience.seconds(seconds, what + " in " + seconds + " s");
    }

    private static String valueOf(HttpResponse response, String name) {
        return response.getFirstHeader(name) == null
                ? ""
                : response.getFirstHeader(name).getValue();
    }

    /** The other side doesn't speak HTTP as it should. */
    private static IOException noHttp(HttpException cause) {
        return new IOException("not an HTTP answer: " + cause.getMessage(), cause);
    }

    /** How many connections are neither idle nor closed. */
    public int inUse() {
        return pool.getTotalStats().getLeased();
    }

    @Override
    public void close() {
        pool.close();
    }
}
