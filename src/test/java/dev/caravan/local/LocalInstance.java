package dev.caravan.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The metadata service of an Amazon EC2 instance that requires tokens (IMDSv2 only, as with {@code HttpTokens:
 * required}).
 */
public final class LocalInstance implements AutoCloseable {

    private static final String ROOT = "/latest/meta-data/";
    private static final String TTL = "X-aws-ec2-metadata-token-ttl-seconds";

    private final HttpServer server;
    private final Map<String, String> items = new ConcurrentHashMap<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private volatile boolean failing;

    private LocalInstance(HttpServer server) {
        this.server = server;
    }

    public static LocalInstance start() {
        return at(0);
    }

    /** Starts the service on this port of 127.0.0.1. */
    public static LocalInstance at(int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            LocalInstance instance = new LocalInstance(server);
            server.createContext("/", instance::handle);
            server.start();
            return instance;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the value of {@code AWS_EC2_METADATA_SERVICE_ENDPOINT}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Adds an item below {@code /latest/meta-data/}. */
    public void put(String item, String text) {
        items.put(item, text);
    }

    /** Invalidates all tokens. */
    public void forgetTokens() {
        tokens.clear();
    }

    /** Sets whether every request gets status 500. */
    public void failing(boolean fails) {
        failing = fails;
    }

    /** Returns the requests so far: status, method, path. */
    public List<String> log() {
        return List.copyOf(log);
    }

    public long count(String request) {
        return log.stream().filter(request::equals).count();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            String path = exchange.getRequestURI().getPath();
            String token = String.valueOf(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token"));
            if (failing) {
                answer(exchange, 500, "");
            } else if (method.equals("PUT") && path.equals("/latest/api/token")) {
                token(exchange);
            } else if (!tokens.contains(token)) {
                answer(exchange, 401, "");
            } else if (method.equals("GET")
                    && path.startsWith(ROOT)
                    && items.containsKey(path.substring(ROOT.length()))) {
                answer(exchange, 200, items.get(path.substring(ROOT.length())));
            } else {
                answer(exchange, 404, "");
            }
        }
    }

    private void token(HttpExchange exchange) throws IOException {
        String seconds = exchange.getRequestHeaders().getFirst(TTL);
        if (seconds == null || exchange.getRequestHeaders().containsKey("X-Forwarded-For")) {
            answer(exchange, seconds == null ? 400 : 403, "");
            return;
        }
        String token = UUID.randomUUID().toString();
        tokens.add(token);
        exchange.getResponseHeaders().set(TTL, seconds);
        answer(exchange, 200, token);
    }

    private void answer(HttpExchange exchange, int status, String text) throws IOException {
        log.add(status + " " + exchange.getRequestMethod() + " "
                + exchange.getRequestURI().getPath());
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
