package dev.caravan.component.wire;

import static dev.caravan.local.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.component.ObjectStoreConfiguration;
import dev.caravan.job.Egress;
import dev.caravan.job.Proxies;
import dev.caravan.job.Proxy;
import dev.caravan.store.TransientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Checks that a request ends even if the store sends slowly, stalls or never stops. The test controls the watchdog's
 * clock.
 */
@Timeout(60)
class ConnectionsBoundsTest {

    private final Watchdog watchdog = new Watchdog();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private ServerSocket server;
    private Connections connections;

    /** The behaviour of a store on a connection. */
    private interface Store {
        void serve(InputStream in, OutputStream out) throws Exception;
    }

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        connections = connections(1);
    }

    @AfterEach
    void close() throws IOException {
        threads.shutdownNow();
        server.close();
        connections.close();
    }

    private Connections connections(int most) {
        return connections(configuration(most));
    }

    private Connections connections(ObjectStoreConfiguration configuration) {
        HttpHost target = new HttpHost("http", server.getInetAddress(), server.getLocalPort());
        return new Connections(target, configuration, watchdog);
    }

    private static ObjectStoreConfiguration configuration(int most) {
        ObjectStoreConfiguration configuration = new ObjectStoreConfiguration() {};
        configuration.setMinRate(1024);
        configuration.setMaxConnections(most);
        return configuration;
    }

    private void store(Store store) {
        threads.execute(() -> {
            try (Socket socket = server.accept()) {
                PushbackInputStream in = new PushbackInputStream(socket.getInputStream());
                in.unread(in.read());
                arrived.countDown();
                store.serve(in, socket.getOutputStream());
            } catch (Exception cut) {
                // The client's side of the test checks the result.
            }
        });
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Answers this number of requests on each connection and closes it, without a word, when the next one arrives. */
    private void closing(int connectionsToServe, int answers) {
        for (int i = 0; i < connectionsToServe; i++) {
            store((in, out) -> {
                for (int answer = 0; answer < answers; answer++) {
                    String head = "";
                    while (!head.endsWith("\r\n\r\n")) {
                        head += (char) in.read();
                    }
                    say(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                }
                in.read();
            });
        }
    }

    private void exchanges(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            connections.exchange(get()).skipBody();
        }
    }

    @Test
    void aProxyThatClosesEveryConnectionAfterOneAnswerFailsThreeRequests() throws Exception {
        closing(6, 1);
        for (int i = 0; i < 3; i++) {
            exchanges(1);
            assertThatThrownBy(() -> connections.exchange(get())).isInstanceOf(IOException.class);
        }
        exchanges(3);
    }

    @Test
    void aStoreThatKeepsConnectionsOpenIsAskedOnThemAfterOneIsClosedToo() throws Exception {
        closing(2, 2);
        exchanges(2);
        assertThatThrownBy(() -> connections.exchange(get())).isInstanceOf(IOException.class);
        exchanges(2);
    }

    private static ClassicHttpRequest named() {
        ClassicHttpRequest get = get();
        get.addHeader("Host", "store.caravan.test");
        return get;
    }

    private static ClassicHttpRequest get() {
        return Connections.request("GET", "/");
    }

    private static ClassicHttpRequest put(InputStream body, long length) {
        ClassicHttpRequest put = Connections.request("PUT", "/");
        put.addHeader("Host", "store.caravan.test");
        put.addHeader("Content-Length", Long.toString(length));
        put.setEntity(new InputStreamEntity(body, length, null));
        return put;
    }

    /**
     * Advances the watchdog's clock until the task has ended. Starts when the store has received the start of the
     * request.
     */
    private <T> T passing(Future<T> task) throws Exception {
        arrived.await();
        while (!task.isDone()) {
            watchdog.tick();
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return task.get();
    }

    @Test
    void aHeadThatDripsIsGivenUp() {
        store((in, out) -> {
            say(out, "HTTP/1.1 200 OK\r\n");
            while (true) {
                say(out, "X");
                TimeUnit.MILLISECONDS.sleep(1);
            }
        });
        assertThatThrownBy(() -> passing(threads.submit(() -> connections.exchange(get()))))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(BoundExceededException.class)
                .hasRootCauseMessage("the head of the answer did not arrive in 50 s");
        assertThat(connections.inUse()).isZero();
    }

    private Connections throughProxy() {
        return throughProxy("https");
    }

    private Connections throughProxy(String scheme) {
        String proxy = server.getInetAddress().getHostAddress() + ':' + server.getLocalPort();
        ObjectStoreConfiguration configuration = configuration(1);
        configuration.setEgress(new Egress(Proxies.through(Proxy.parse(proxy)), null));
        return new Connections(new HttpHost(scheme, "store.caravan.test"), configuration, watchdog);
    }

    @Test
    void aProxyThatDoesNotAnswerIsGivenUp() {
        store((in, out) -> arrivedAndSilent(in));
        try (Connections proxied = throughProxy()) {
            assertThatThrownBy(() -> passing(threads.submit(() -> proxied.exchange(get()))))
                    .hasCauseInstanceOf(ProxyException.class)
                    .hasRootCauseInstanceOf(BoundExceededException.class)
                    .hasMessageContaining(
                            "the proxy http://127.0.0.1:" + server.getLocalPort() + ": no answer in 50 s");
        }
    }

    @Test
    void aConnectionThatBreaksBehindAProxyNamesTheProxy() {
        closing(1, 0);
        try (Connections proxied = throughProxy("http")) {
            assertThatThrownBy(() -> proxied.ask(() -> "LIST s3://b", named()))
                    .isInstanceOf(TransientException.class)
                    .hasMessage("LIST s3://b: the store closed the connection without an answer"
                            + " (through the proxy http://127.0.0.1:" + server.getLocalPort() + ")");
        }
    }

    @Test
    void theRefusalOfAProxyThatTakesNoBodyIsNamed() {
        store((in, out) -> {
            say(out, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
            arrivedAndSilent(in);
        });
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        try (Connections proxied = throughProxy("http")) {
            assertThatThrownBy(() -> proxied.exchange(put(broken, 1)))
                    .isInstanceOf(ProxyException.class)
                    .hasMessageContaining(
                            "refuses to connect to store.caravan.test: 407 Proxy Authentication Required");
        }
    }

    private static void arrivedAndSilent(InputStream in) throws IOException {
        while (in.read() >= 0) {
            // The store sends no response.
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SSH-2.0-OpenSSH\\r\\n\\r\\n, doesn't answer as an HTTP proxy does",
        "HTTP/1.1 999999 OK\\r\\n\\r\\n, doesn't answer as an HTTP proxy does",
        "HTTP/1.1 200 OK\\r\\n\\r\\nmore, doesn't answer as an HTTP proxy does",
        "HTTP/1.1 200, doesn't answer as an HTTP proxy does",
        "HTTP/1.0 403 \\u001b[31mNo\\r\\n\\r\\n, 'refuses to connect to store.caravan.test:443: 403 \\u001b[31mNo (its rules'",
    })
    void aProxyThatAnswersOddlyIsNamed(String answer, String message) {
        store((in, out) ->
                say(out, answer.replace("\\r", "\r").replace("\\n", "\n").replace("\\u001b", "\u001b")));
        try (Connections proxied = throughProxy()) {
            assertThatThrownBy(() -> proxied.exchange(get()))
                    .isInstanceOf(ProxyException.class)
                    .hasMessageStartingWith("the proxy http://127.0.0.1:" + server.getLocalPort())
                    .hasMessageContaining(message);
        }
    }

    @Test
    void theHeadOfAProxysAnswerHasAnEnd() {
        store((in, out) -> {
            say(out, "HTTP/1.1 200 OK\r\n");
            while (true) {
                say(out, "X: " + "x".repeat(1000) + "\r\n");
            }
        });
        try (Connections proxied = throughProxy()) {
            assertThatThrownBy(() -> proxied.exchange(get()))
                    .isInstanceOf(ProxyException.class)
                    .hasMessage("the proxy http://127.0.0.1:" + server.getLocalPort()
                            + ": the head of the answer is longer than 64KiB");
        }
    }

    @Test
    void aConnectionThatIsNotTakenIsGivenUp() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> waiting = new ArrayList<>();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            Socket socket = new Socket();
                            waiting.add(socket);
                            socket.connect(full.getLocalSocketAddress(), 100);
                        }
                    })
                    .isInstanceOf(SocketTimeoutException.class);
            connections.close();
            HttpHost target = new HttpHost("http", full.getInetAddress(), full.getLocalPort());
            connections = new Connections(target, configuration(1), watchdog);
            arrived.countDown();
            assertThatThrownBy(() -> passing(threads.submit(() -> connections.ask(() -> "LIST s3://b", get()))))
                    .hasCauseInstanceOf(TransientException.class)
                    .cause()
                    .hasMessageMatching("LIST s3://b: can't connect: .*:[0-9]+: there was no answer in 10 s");
            assertThat(connections.inUse()).isZero();
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void closingEndsAnIdleConnectionWithoutAReset() throws Exception {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        store((in, out) -> {
            say(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            int last = 0;
            try {
                while (last >= 0) {
                    last = in.read();
                }
                end.complete(last);
            } catch (IOException reset) {
                end.completeExceptionally(reset);
            }
        });
        connections.exchange(get()).finish();
        connections.close();
        assertThat(end.get()).isEqualTo(-1);
    }

    @Test
    void closingEndsTheRequestsUnderWay() throws Exception {
        store((in, out) -> in.readAllBytes());
        Future<Answer> request = threads.submit(() -> connections.exchange(get()));
        arrived.await();
        connections.close();
        assertThatThrownBy(request::get).hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> connections.exchange(get())).hasMessage("the store was closed");
        assertThat(connections.inUse()).isZero();
    }

    @Test
    void aTlsHandshakeThatDripsIsGivenUp() throws Exception {
        connections.close();
        HttpHost target = new HttpHost("https", server.getInetAddress(), server.getLocalPort());
        connections = new Connections(target, configuration(1), watchdog);
        store((in, out) -> {
            // The header of a TLS record of 16 KiB. TLS waits for the end of the record.
            out.write(new byte[] {0x16, 3, 3, 0x40, 0});
            while (true) {
                out.write(0);
                TimeUnit.MILLISECONDS.sleep(1);
            }
        });
        assertThatThrownBy(() -> passing(threads.submit(() -> connections.ask(() -> "LIST s3://b", get()))))
                .hasCauseInstanceOf(TransientException.class)
                .cause()
                .hasMessage("LIST s3://b: TLS was not agreed upon in 50 s");
        assertThat(connections.inUse()).isZero();
    }

    @Test
    void interimAnswersComeToAnEnd() {
        store((in, out) -> {
            while (true) {
                say(out, "HTTP/1.1 100 Continue\r\n\r\n");
            }
        });
        assertThatThrownBy(() -> connections.exchange(get())).hasMessage("the store sent more than 8 interim answers");
    }

    @Test
    void aFewInterimAnswersAreWaitedOut() throws Exception {
        store((in, out) -> {
            say(out, "HTTP/1.1 100 Continue\r\n\r\n".repeat(8) + "HTTP/1.1 204 OK\r\n\r\n");
            in.readAllBytes();
        });
        Answer answer = connections.exchange(get());
        assertThat(answer.status()).isEqualTo(204);
        answer.finish();
    }

    @Test
    void allHeadersTogetherAreBounded() {
        store((in, out) -> {
            say(out, "HTTP/1.1 200 OK\r\n");
            while (true) {
                say(out, "X: " + "y".repeat(10_000) + "\r\n");
            }
        });
        assertThatThrownBy(() -> connections.exchange(get()))
                .hasMessage("the head of the answer is longer than 256KiB");
        assertThat(connections.inUse()).isZero();
    }

    @Test
    void manyConnectionsShareTheRoomForHeaders() throws Exception {
        connections.close();
        connections = connections(4096);
        store((in, out) -> say(out, "HTTP/1.1 200 OK\r\n" + ("X: " + "y".repeat(10_000) + "\r\n").repeat(9) + "\r\n"));
        assertThatThrownBy(() -> connections.exchange(get())).hasMessage("the head of the answer is longer than 64KiB");
    }

    @Test
    void trailersAreFew() throws Exception {
        store((in, out) -> {
            say(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n");
            while (true) {
                say(out, "X: " + "y".repeat(1000) + "\r\n");
            }
        });
        Answer answer = connections.exchange(get());
        assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
        answer.abandon();
    }

    @Test
    void aBodyThatDripsIsGivenUp() throws Exception {
        store((in, out) -> {
            say(out, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            while (true) {
                say(out, "x");
                TimeUnit.MILLISECONDS.sleep(1);
            }
        });
        Answer answer = connections.exchange(get());
        assertThatThrownBy(() -> passing(threads.submit(() -> answer.body().readAllBytes())))
                .hasRootCauseMessage("the store sends less than 1KiB a second (--min-rate)");
        answer.abandon();
    }

    @Test
    void aBodyThatStallsIsGivenUpThoughThereIsNoLeastRate() throws Exception {
        connections.close();
        ObjectStoreConfiguration configuration = configuration(1);
        configuration.setMinRate(0);
        connections = connections(configuration);
        store((in, out) -> {
            say(out, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n012");
            in.readAllBytes();
        });
        Answer answer = connections.exchange(get());
        assertThatThrownBy(() -> passing(threads.submit(() -> answer.body().readAllBytes())))
                .hasRootCauseMessage("the store was silent for too long");
        answer.abandon();
    }

    @Test
    void theTimeOfTheOtherSideIsNotTheSources() throws Exception {
        store((in, out) -> say(out, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000)));
        Answer answer = connections.exchange(get());
        InputStream body = answer.body();
        for (int i = 0; i < 100; i++) {
            assertThat(body.readNBytes(1000)).hasSize(1000);
            for (int second = 0; second < 100; second++) {
                watchdog.tick();
            }
        }
        answer.abandon();
    }

    @Test
    void aReceiverThatDoesNotReadIsGivenUp() {
        store((in, out) -> TimeUnit.HOURS.sleep(1));
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return length;
            }
        };
        assertThatThrownBy(() -> passing(threads.submit(() -> connections.exchange(put(endless, 1L << 40)))))
                .hasRootCauseMessage("the store takes less than 1KiB a second (--min-rate)");
        assertThat(connections.inUse()).isZero();
    }

    @Test
    void aSlowSourceIsNotTheReceiversFault() throws Exception {
        store((in, out) -> {
            while (in.read() != 'z') {
                // Reads to the end of the body.
            }
            say(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            in.readAllBytes();
        });
        InputStream slow = new InputStream() {
            private int left = 100;

            @Override
            public int read() {
                for (int second = 0; second < 100; second++) {
                    watchdog.tick();
                }
                return --left == 0 ? 'z' : 'a';
            }

            @Override
            public int read(byte[] buffer, int from, int most) {
                buffer[from] = (byte) read();
                return 1;
            }
        };
        Answer answer = connections.exchange(put(slow, 100));
        assertThat(answer.status()).isEqualTo(200);
        answer.finish();
    }

    @Test
    void aLongOperationMaySendWhiteSpace() throws Exception {
        connections.close();
        ObjectStoreConfiguration configuration = configuration(1);
        configuration.setSocketTimeout(2_000_000);
        connections = connections(configuration);
        store((in, out) -> {
            say(out, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n    ");
            in.readAllBytes();
        });
        Answer answer = connections.exchange(get());
        answer.allow(1_000);
        Future<byte[]> body = threads.submit(() -> answer.body().readAllBytes());
        for (int second = 0; second < 900; second++) {
            watchdog.tick();
        }
        assertThat(body.isDone()).isFalse();
        assertThatThrownBy(() -> passing(body)).hasRootCauseMessage("the answer did not end in 1000 s");
        answer.abandon();
    }

    @Test
    void aConnectionBetweenRequestsIsLeftAlone() throws Exception {
        store((in, out) -> {
            for (int i = 0; i < 2; i++) {
                in.readNBytes("GET / HTTP/1.1\r\n\r\n".length());
                say(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
            in.readAllBytes();
        });
        for (int i = 0; i < 2; i++) {
            Answer answer = connections.exchange(get());
            assertThat(answer.body().readAllBytes()).hasSize(2);
            answer.finish();
            for (int second = 0; second < 1000; second++) {
                watchdog.tick();
            }
        }
    }
}
