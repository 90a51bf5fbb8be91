package dev.caravan.observe.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.fleet.FleetReader;
import dev.caravan.fleet.FleetView;
import dev.caravan.store.DaemonThreads;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The page of a whole fleet. It reads the fleet every 5 seconds while a browser shows the page. The first request after
 * a pause waits for a new reading.
 */
public final class FleetConsole implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ConsoleServer server;
    private final String version;
    private final Reading fleet;
    private final LongSupplier nanoTime;
    private final ReentrantLock reading = new ReentrantLock();
    private final StatusPage page = new StatusPage("fleet", after -> document());
    private final Thread clock = DaemonThreads.every(Duration.ofSeconds(1), "caravan-fleet-page", () -> {
        if (page.isWatched()) {
            refresh();
        }
    });
    private FleetView view;
    private String problem = "";
    private volatile long readAt;

    interface Reading {
        FleetView read() throws ControlPlaneException;
    }

    /** Creates the page; {@code version} is Caravan's. */
    public FleetConsole(ConsoleServer server, String version, FleetReader fleet) {
        this(server, version, fleet::read, System::nanoTime);
    }

    FleetConsole(ConsoleServer server, String version, Reading fleet, LongSupplier nanoTime) {
        this.server = server;
        this.version = version;
        this.fleet = fleet;
        this.nanoTime = nanoTime;
    }

    /**
     * Reads the fleet once and starts to answer.
     *
     * @throws ControlPlaneException if it can't be read, for example because of a wrong name
     */
    public void start() throws ControlPlaneException {
        first();
        server.mount("/", page);
        server.start();
        clock.start();
    }

    void first() throws ControlPlaneException {
        show(fleet.read(), "");
    }

    /** Reads the fleet if the last reading is older than 5 seconds. One thread reads at a time; others don't wait. */
    private void refresh() {
        if (!reading.tryLock()) {
            return;
        }
        try {
            if (nanoTime.getAsLong() - readAt >= REFRESH_NANOS) {
                show(fleet.read(), "");
            }
        } catch (ControlPlaneException | RuntimeException e) {
            show(null, String.valueOf(e.getMessage()));
        } finally {
            reading.unlock();
        }
    }

    private synchronized void show(FleetView newer, String trouble) {
        view = newer == null ? view : newer;
        problem = trouble;
        readAt = nanoTime.getAsLong();
    }

    /** Returns the figures; reads them again after a pause. */
    byte[] document() throws IOException {
        if (!page.isWatched()) {
            refresh();
        }
        return json();
    }

    private synchronized byte[] json() throws IOException {
        ObjectNode json = JSON.createObjectNode()
                .put("version", version)
                .put("problem", problem)
                .put("stranded", view == null ? "" : view.stranded());
        JsonNode shown = JSON.valueToTree(view);
        // The page shows the sum of them.
        shown.path("workers").forEach(worker -> ((ObjectNode) worker.path("status")).remove("hour"));
        json.set("view", shown);
        return JSON.writeValueAsBytes(json);
    }

    public URI address() {
        return server.address();
    }

    @Override
    public void close() {
        clock.interrupt();
        server.close();
    }
}
