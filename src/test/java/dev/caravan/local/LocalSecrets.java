package dev.caravan.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Secrets Manager's GetSecretValue in this process, on 127.0.0.1: AWS JSON 1.1. It checks signatures. Its secrets can
 * change, and it can fail on demand.
 */
public final class LocalSecrets implements AutoCloseable {

    public static final String ACCESS_KEY = "PLANE";
    public static final String SECRET_KEY = "plane-secret";
    public static final String REGION = "us-east-1";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TYPE = "application/x-amz-json-1.1";

    private final HttpServer server;
    private final ExecutorService threads;
    private final SigV4Verifier verifier = new SigV4Verifier(InstantSource.system(), "secretsmanager");
    private final Map<String, String> texts = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Refusal refusal;
    private volatile String garbled;
    private volatile Duration latency = Duration.ZERO;

    private record Refusal(int status, String code, String message) {}

    private LocalSecrets() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 64);
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "local-secrets");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
        verifier.accept(new Credential(ACCESS_KEY, SECRET_KEY, null));
    }

    public static LocalSecrets start() {
        try {
            return new LocalSecrets();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the endpoint, a value for {@code AWS_ENDPOINT_URL_SECRETS_MANAGER}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Sets the text of the secret. */
    public LocalSecrets put(String name, String text) {
        texts.put(name, text);
        return this;
    }

    /** Sets the key in the secret, without a token if that is empty. */
    public LocalSecrets putKey(String name, String accessKeyId, String secretAccessKey, String sessionToken) {
        ObjectNode key =
                JSON.createObjectNode().put("access_key_id", accessKeyId).put("secret_access_key", secretAccessKey);
        if (!sessionToken.isEmpty()) {
            key.put("session_token", sessionToken);
        }
        return put(name, key.toString());
    }

    /** Answers every request with this error, until {@link #recover()}. */
    public LocalSecrets fail(int status, String code, String message) {
        refusal = new Refusal(status, code, message);
        return this;
    }

    public LocalSecrets throttle() {
        return fail(400, "ThrottlingException", "Rate exceeded");
    }

    public LocalSecrets recover() {
        refusal = null;
        return this;
    }

    /** Answers every request with this text, which should not be JSON. */
    public LocalSecrets garble(String text) {
        garbled = text;
        return this;
    }

    /** Sets the duration of every response. */
    public LocalSecrets latency(Duration time) {
        latency = time;
        return this;
    }

    /** Returns the number of requests so far. */
    public int requests() {
        return requests.get();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            byte[] body = exchange.getRequestBody().readAllBytes();
            ObjectNode answer;
            int status = 200;
            try {
                TimeUnit.NANOSECONDS.sleep(latency.toNanos());
                answer = answer(exchange, body);
            } catch (S3Error e) {
                status = e.status();
                answer = JSON.createObjectNode().put("__type", e.code()).put("message", e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
            String garbage = garbled;
            byte[] bytes = garbage == null ? JSON.writeValueAsBytes(answer) : garbage.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", TYPE);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private ObjectNode answer(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest request = HttpRequest.parse(head(exchange), null, null);
        if (!TYPE.equals(request.header("content-type"))
                || !"secretsmanager.GetSecretValue".equals(request.header("x-amz-target"))) {
            throw new S3Error(400, "UnknownOperationException", "Only GetSecretValue is known here");
        }
        Identity identity =
                verifier.verify(request, Digests.hex(Digests.sha256().digest(body)));
        if (identity == null) {
            throw new S3Error(400, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        if (!identity.region().equals(REGION)) {
            throw new S3Error(400, "InvalidSignatureException", "Credential should be scoped to a valid region");
        }
        Refusal now = refusal;
        if (now != null) {
            throw new S3Error(now.status, now.code, now.message);
        }
        JsonNode asked = JSON.readTree(body);
        String name = asked.path("SecretId").asText();
        String text = texts.get(name);
        if (text == null) {
            throw new S3Error(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
        }
        return JSON.createObjectNode()
                .put("ARN", "arn:aws:secretsmanager:" + REGION + ":123456789012:secret:" + name + "-AbCdEf")
                .put("Name", name)
                .put("VersionId", "00000000-0000-0000-0000-000000000001")
                .put("SecretString", text);
    }

    /** Returns the head of the request as text for the verifier of the S3 server. */
    static String head(HttpExchange exchange) {
        StringBuilder head = new StringBuilder(exchange.getRequestMethod())
                .append(' ')
                .append(exchange.getRequestURI().getRawPath())
                .append(" HTTP/1.1");
        exchange.getRequestHeaders()
                .forEach((name, values) -> values.forEach(
                        value -> head.append("\r\n").append(name).append(": ").append(value)));
        return head.toString();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
