package dev.caravan.observe.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.fleet.FleetReader;
import dev.caravan.fleet.FleetView;
import java.io.IOException;
import java.net.URI;

/**
 * The page of a whole fleet. It reads the fleet every 5 seconds, however many browsers show the page, and not at all while none does.
 */
public final class FleetConsole implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int REFRESH_SECONDS = 5;

    private final ConsoleServer server;
    private final String version;
    private final FleetReader fleet;
    private final StatusPage page = new StatusPage("fleet", (now, after) -> document());
    private final Thread clock = new Thread(this::run, "caravan-fleet-page");
    private FleetView view;
    private String problem = "";

    /**
     * Nothing is answered yet.
     *
     * @param version of Caravan
     */
    public FleetConsole(ConsoleServer server, String version, FleetReader fleet) {
        this.server = server;
        this.version = version;
        this.fleet = fleet;
        clock.setDaemon(true);
    }

    /**
     * Reads the fleet for the first time, and answers from then on.
     *
     * @throws ControlPlaneException where it can't be read: a wrong name is no trouble that passes
     */
    public void start() throws ControlPlaneException {
        view = fleet.read();
        server.mount("/", page);
        server.start();
        clock.start();
    }

    private void run() {
        try {
            for (int seconds = 1; ; seconds++) {
                Thread.sleep(1000);
                if (seconds >= REFRESH_SECONDS && page.isWatched()) {
                    refresh();
                    seconds = 0;
                }
            }
        } catch (InterruptedException e) {
            // Closed.
            return;
        }
    }

    private void refresh() {
        try {
            FleetView newer = fleet.read();
            show(newer, "");
        } catch (ControlPlaneException | RuntimeException e) {
            show(null, String.valueOf(e.getMessage()));
        }
    }

    private synchronized void show(FleetView newer, String trouble) {
        view = newer == null ? view : newer;
        problem = trouble;
    }

    private synchronized byte[] document() throws IOException {
        ObjectNode json = JSON.createObjectNode().put("version", version).put("problem", problem);
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
