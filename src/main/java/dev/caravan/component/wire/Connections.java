package dev.caravan.component.wire;

import dev.caravan.component.ObjectStoreConfiguration;
import dev.caravan.job.Proxy;
import java.io.IOException;
import java.net.SocketException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * Sends a request unchanged over a pooled connection and receives the head of the answer. Unlike HttpClient's own
 * chain, it has no redirects, cookies, repetitions, content decoding or path normalization.
 */
public final class Connections implements AutoCloseable {

    private static final String[] NUMBERS = {"x-amz-request-id", "x-oss-request-id", "x-cos-request-id", "X-Reqid"};

    private static final int EARLY_ANSWER_MS = 2_000;
    private static final int MOST_INTERIM = 8;
    // Amazon S3 sends 8 KB at most.
    private static final int LONGEST_HEAD = 256 * 1024;
    private static final int LEAST_HEAD = 64 * 1024;
    private static final int LONGEST_HEADS = 16 * 1024 * 1024;

    private final ConnectionPool pool;
    private final int socketTimeout;
    private final long minRate;
    private final int longestHead;
    private final Proxy proxy;
    private final Proxy passed;
    private final String way;

    public Connections(HttpHost target, ObjectStoreConfiguration configuration) {
        this(target, configuration, Watchdog.OF_PROCESS);
        Watchdog.OF_PROCESS.start();
    }

    Connections(HttpHost target, ObjectStoreConfiguration configuration, Watchdog watchdog) {
        socketTimeout = configuration.getSocketTimeout();
        minRate = configuration.getMinRate();
        // All heads that can arrive at the same time share a memory limit.
        longestHead = Math.max(LEAST_HEAD, Math.min(LONGEST_HEAD, LONGEST_HEADS / configuration.getMaxConnections()));
        Dialer dialer = new Dialer(target, configuration, watchdog);
        proxy = dialer.handsOn();
        passed = dialer.proxy();
        way = dialer.way();
        pool = new ConnectionPool(dialer, configuration.getMaxConnections());
    }

    /** Returns the address and proxy of requests, for messages. */
    public String way() {
        return way;
    }

    /**
     * Begins a request. A read asks caches on its way for the store's own answer: they keep objects that their metadata
     * calls public, even if the request is signed.
     *
     * @param path as sent, percent-encoded, with the query
     */
    public static ClassicHttpRequest request(String method, String path) {
        // A constructor without a host reads a host out of a path that begins with two slashes.
        ClassicHttpRequest request = new BasicClassicHttpRequest(method, (HttpHost) null, path);
        if (method.equals("GET") || method.equals("HEAD")) {
            request.addHeader("cache-control", "no-cache");
        }
        return request;
    }

    /** Makes one attempt of a request without a body; translates a missing answer into an exception of the contract. */
    public Answer ask(Supplier<String> what, ClassicHttpRequest request) {
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
     * @throws SourceFailure if the body to send can't be read
     * @throws IOException if there is no answer
     */
    public Answer exchange(ClassicHttpRequest request) throws IOException, InterruptedException {
        try {
            return attempt(request);
        } catch (ProxyException | SourceFailure e) {
            throw e;
        } catch (IOException e) {
            if (passed != null) {
                e.addSuppressed(new PassedProxyException(passed));
            }
            throw e;
        }
    }

    private Answer attempt(ClassicHttpRequest request) throws IOException, InterruptedException {
        StoreConnection connection = pool.take();
        boolean answered = false;
        try {
            Answer answer = send(connection, request);
            answered = true;
            pool.answered(connection);
            return answer;
        } catch (NoHttpResponseException | SocketException e) {
            pool.unanswered(connection);
            throw e;
        } finally {
            if (!answered) {
                pool.cut(connection);
            }
        }
    }

    /** Returns the server's time from the Date header of an unsigned HEAD; empty if absent. */
    public Optional<Instant> time(String what, String host) {
        ClassicHttpRequest request = request("HEAD", "/");
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

    private Answer send(StoreConnection connection, ClassicHttpRequest request) throws IOException {
        WatchedSocket socket = connection.socket();
        try {
            socket.enter(Patience.rate(minRate, socket.moved(), "takes"));
            connection.sendRequestHeader(request);
            connection.sendRequestEntity(request);
            connection.flush();
        } catch (SourceFailure e) {
            throw e;
        } catch (IOException e) {
            return earlyAnswer(connection, request, e);
        } catch (HttpException e) {
            throw noHttp(e);
        }
        socket.awaitHead(Patience.within(socketTimeout, "the head of the answer did not arrive"), longestHead);
        return receive(connection, request, true);
    }

    /** Reads the answer of a store that refuses a body before it is sent; it says more than a broken pipe. */
    private Answer earlyAnswer(StoreConnection connection, ClassicHttpRequest request, IOException broken)
            throws IOException {
        WatchedSocket socket = connection.socket();
        try {
            socket.setSoTimeout(EARLY_ANSWER_MS);
            socket.awaitHead(Patience.within(EARLY_ANSWER_MS, "the head of the answer did not arrive"), longestHead);
            Answer answer = receive(connection, request, false);
            if (answer.status() >= 300) {
                return answer;
            }
        } catch (ProxyException e) {
            throw e;
        } catch (IOException e) {
            broken.addSuppressed(e);
        }
        throw broken;
    }

    private Answer receive(StoreConnection connection, ClassicHttpRequest request, boolean whole) throws IOException {
        ClassicHttpResponse response;
        int status;
        int interim = 0;
        boolean bodiless;
        try {
            do {
                if (interim++ > MOST_INTERIM) {
                    throw new BoundExceededException("the store sent more than " + MOST_INTERIM + " interim answers");
                }
                response = connection.receiveResponseHeader();
                status = response.getCode();
            } while (status < 200);
            if (proxy != null && status >= 400) {
                checkProxy(request, response);
            }
            ConflictingHeadersException.check(response);
            WatchedSocket socket = connection.socket();
            socket.enter(Patience.rate(minRate, socket.moved(), "sends"));
            bodiless = request.getMethod().equals("HEAD") || status == 204 || status == 304;
            if (!bodiless) {
                connection.receiveResponseEntity(response);
            }
        } catch (HttpException e) {
            throw noHttp(e);
        }
        return new Answer(
                pool, connection, response, whole && (bodiless ? !closes(response) : isReusableAfterBody(response)));
    }

    /** Throws if the answer is the proxy's own refusal, which says nothing about the store. */
    private void checkProxy(ClassicHttpRequest request, ClassicHttpResponse response) throws ProxyException {
        boolean numbered = Stream.of(NUMBERS).anyMatch(response::containsHeader);
        Header type = response.getFirstHeader("Content-Type");
        if (ProxyException.isOfProxy(response.getCode(), numbered, type == null ? "" : type.getValue())) {
            throw ProxyException.refused(
                    proxy,
                    request.getFirstHeader("Host").getValue(),
                    false,
                    response.getCode(),
                    response.getReasonPhrase());
        }
    }

    private static boolean closes(ClassicHttpResponse response) {
        Header connection = response.getFirstHeader("Connection");
        return connection != null && "close".equalsIgnoreCase(connection.getValue());
    }

    private static boolean isReusableAfterBody(ClassicHttpResponse response) {
        HttpEntity body = response.getEntity();
        return (body.isChunked() || body.getContentLength() >= 0)
                && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(null, response, null);
    }

    private static IOException noHttp(HttpException cause) {
        return new IOException("not an HTTP answer: " + cause.getMessage(), cause);
    }

    /** Returns how many connections are neither idle nor closed. */
    public int inUse() {
        return pool.inUse();
    }

    @Override
    public void close() {
        pool.close();
    }
}
