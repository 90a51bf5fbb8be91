package dev.caravan.command;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.caravan.command.run.RunOutput;
import dev.caravan.command.run.Surroundings;
import dev.caravan.command.run.SyncRun;
import dev.caravan.command.run.Watching;
import dev.caravan.job.Job;
import dev.caravan.local.Bucket;
import dev.caravan.local.LocalS3;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A sync between two stores that serves its metrics and health while it runs. */
public final class WatchedSync implements AutoCloseable {

    public final LocalS3 source = LocalS3.start().credential("SOURCE", "source-secret");
    public final LocalS3 destination = LocalS3.start().credential("DEST", "dest-secret");
    public final Bucket from = source.createBucket("from");
    public final Bucket to = destination.createBucket("to");
    private final Map<String, String> properties;
    private final Watching watching;
    private final StringWriter out = new StringWriter();
    private final Path folder;
    private CompletableFuture<Integer> run;
    private HttpServer server;

    /** @param wanted whether the sync serves metrics and health */
    public WatchedSync(Path folder, boolean wanted) {
        this.folder = folder;
        properties = Map.of(
                "caravan.watch", Boolean.toString(wanted),
                "caravan.redelivery.delay", "5",
                "caravan.redelivery.longest", "50");
        watching = Watching.of(properties);
    }

    /** Starts the sync. If it serves metrics, waits until they are available. */
    public void start() throws Exception {
        begin();
        if (!watching.isWanted()) {
            return;
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> run.isDone() || !watching.handlers().isEmpty());
        if (run.isDone()) {
            throw new AssertionError("it has ended with " + run.get() + ": " + out);
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        watching.handlers().forEach(server::createContext);
        server.start();
    }

    private void begin() throws Exception {
        CommandSpec spec = CommandSpec.create().name("sync");
        JobArguments.addTo(spec, option -> true);
        PrintWriter to = new PrintWriter(out, true);
        Map<String, String> environment = Map.of(
                "SOURCE_ACCESS_KEY_ID", "SOURCE",
                "SOURCE_SECRET_ACCESS_KEY", "source-secret",
                "DEST_ACCESS_KEY_ID", "DEST",
                "DEST_SECRET_ACCESS_KEY", "dest-secret");
        Surroundings surroundings = new Surroundings(properties, environment, to, to);
        Job job = JobArguments.read(
                new CommandLine(spec)
                        .parseArgs(
                                "s3://from", "s3://to",
                                "--source-endpoint", source.endpoint().toString(),
                                "--source-region", "us-east-1",
                                "--dest-endpoint", destination.endpoint().toString(),
                                "--dest-region", "us-east-1",
                                "--slots", "4",
                                "--attempts", "3",
                                "--multipart-threshold", "5MiB",
                                "--part-size", "5MiB",
                                "--records", folder.resolve("records").toString()),
                surroundings);
        run = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new SyncRun(job, new RunOutput(to, null, false), surroundings, watching).run();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task, "sync").start());
    }

    public HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Waits for the end of the sync and returns its exit code. */
    public int end() throws Exception {
        return run.get(60, TimeUnit.SECONDS);
    }

    String output() {
        return out.toString();
    }

    @Override
    public void close() throws Exception {
        if (server != null) {
            server.stop(0);
        }
        if (run != null) {
            run.handle((code, failure) -> 0).get(60, TimeUnit.SECONDS);
        }
        source.close();
        destination.close();
    }
}
