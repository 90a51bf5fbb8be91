package dev.caravan.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy in front of a queue or a table. It counts requests and can fail them, throttle them or lose their responses.
 */
public final class Interference implements AutoCloseable {

    /** The effect on a request. */
    public enum Mode {
        /** Forwards the request and its response unchanged. */
        PASS,
        /** Returns 500; the request has no effect. */
        FAIL,
        /** Returns 400, throttled; the request has no effect. */
        THROTTLE,
        /** Returns 400, access denied; the request has no effect. */
        DENY,
        /** The request takes effect, and the connection ends without a response. */
        LOSE_ANSWER
    }

    // The client or a proxy sets these headers.
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding");

    /** All instances share one client, because each client keeps a thread until the process ends. */
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final URI target;
    private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
    private volatile Mode mode = Mode.PASS;
    private volatile String operation = "";

    private Interference(URI target) {
        this.target = target;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** Forwards requests to a service with the protocol AWS JSON. */
    public static Interference before(URI target) {
        return new Interference(target);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Sets the effect on all requests. */
    public void all(Mode what) {
        only("", what);
    }

    /** Sets the effect on the requests of one operation, such as {@code UpdateItem}. */
    public void only(String ofOperation, Mode what) {
        operation = ofOperation;
        mode = what;
    }

    /** Returns the number of requests of an operation so far. */
    public int count(String ofOperation) {
        AtomicInteger count = requests.get(ofOperation);
        return count == null ? 0 : count.get();
    }

    /** Returns the number of requests of each operation so far. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        requests.forEach((name, count) -> counts.put(name, count.get()));
        return counts;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String asked = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            String name = asked == null ? "" : asked.substring(asked.lastIndexOf('.') + 1);
            requests.computeIfAbsent(name, unseen -> new AtomicInteger()).incrementAndGet();
            byte[] body = exchange.getRequestBody().readAllBytes();
            Mode what = operation.isEmpty() || operation.equals(name) ? mode : Mode.PASS;
            switch (what) {
                case PASS -> answer(exchange, carryOn(exchange, body));
                case FAIL -> refuse(exchange, 500, "InternalServerError");
                case THROTTLE -> refuse(exchange, 400, "ThrottlingException");
                case DENY -> refuse(exchange, 400, "AccessDeniedException");
                // Closes the connection without a response.
                case LOSE_ANSWER -> carryOn(exchange, body);
            }
        }
    }

    private HttpResponse<byte[]> carryOn(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
        response.headers().map().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        send(exchange, response.statusCode(), response.body());
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        String body = "{\"__type\":\"com.amazonaws#" + code + "\",\"message\":\"interfered with\"}";
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
