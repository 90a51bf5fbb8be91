package dev.caravan.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.local.Fault;
import dev.caravan.local.FaultAction;
import dev.caravan.local.Operation;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A sync with a console; the objects below {@code held/} wait until they are released. */
final class ShownSync implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    final int port;
    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch open = new CountDownLatch(1);
    private final CompletableFuture<TwoStores.Result> run;

    private final String authorization;

    private ShownSync(TwoStores stores, String authorization, List<String> options) throws IOException {
        this.authorization = authorization;
        port = freePort();
        stores.systemProperties.put("caravan.home", System.getProperty("caravan.home", ""));
        stores.source
                .faults()
                .add(Fault.on(Operation.GET).key(key -> key.startsWith("held/")).then(FaultAction.before(this::hold)));
        List<String> all = new ArrayList<>(options);
        if (options.stream().noneMatch(option -> option.startsWith("--console"))) {
            all.add("--console");
        }
        all.addAll(List.of("--console-port", Integer.toString(port)));
        run = CompletableFuture.supplyAsync(
                () -> stores.sync(all.toArray(String[]::new)), task -> new Thread(task, "sync").start());
    }

    /** Starts a sync, and returns when the console shows its figures. */
    static ShownSync start(TwoStores stores, String... options) throws IOException {
        return startFor("", stores, options);
    }

    /** Starts a sync, and sends this Authorization header to its console. */
    static ShownSync startFor(String authorization, TwoStores stores, String... options) throws IOException {
        ShownSync sync = new ShownSync(stores, authorization, List.of(options));
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            sync.requireRunning();
            return sync.status().has("progress");
        });
        return sync;
    }

    private void requireRunning() {
        if (run.isDone()) {
            throw new AssertionError("it has ended: " + run.join());
        }
    }

    private void hold() {
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    String address(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address(path)));
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }

    JsonNode status() throws IOException, InterruptedException {
        return JSON.readTree(get("/status.json").body());
    }

    /** Sends a request to Jolokia as a page of the console does. */
    JsonNode jolokia(String question) throws IOException, InterruptedException {
        HttpRequest post = request("/jolokia")
                .header("Origin", "http://127.0.0.1:" + port)
                .POST(HttpRequest.BodyPublishers.ofString(question))
                .build();
        return JSON.readTree(client.send(post, BodyHandlers.ofString()).body());
    }

    /** Releases all objects and waits for the end. */
    TwoStores.Result end() throws Exception {
        open.countDown();
        return run.get(120, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        open.countDown();
        run.handle((result, failure) -> 0).get(120, TimeUnit.SECONDS);
    }
}
