package dev.caravan.observe.console;

import com.sun.net.httpserver.HttpHandler;
import dev.caravan.observe.Answer;
import dev.caravan.observe.meters.Watched;
import dev.caravan.progress.Progress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The HTTP console of a run: status page, Hawtio with Jolokia, and mounted pages. */
public final class Console implements AutoCloseable {

    /** The time for an open page to show the end of the run. */
    private static final long LAST_LOOK_MILLIS = 2500;

    private final ConsoleServer server;
    private final RunView run;
    private final Path hawtio;
    private final boolean operate;
    private final Map<String, HttpHandler> others = new TreeMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private StatusPage page;

    /**
     * @param hawtio the archive of Hawtio's files; if it is missing, Hawtio is unavailable
     * @param operate whether routes may be started and stopped
     */
    public Console(ConsoleServer server, RunView run, Path hawtio, boolean operate) {
        this.server = server;
        this.run = run;
        this.hawtio = hawtio;
        this.operate = operate;
    }

    /** Adds a page and a link to it. Call before the start; the handler is null until the run has begun. */
    public void mount(String path, Supplier<HttpHandler> handler) {
        others.put(path, exchange -> {
            HttpHandler ready = handler.get();
            if (ready == null) {
                Answer.text(exchange, 503, "The run is about to begin.");
            } else {
                ready.handle(exchange);
            }
        });
    }

    public void start() throws IOException {
        History history = new History(this::progress);
        List<StatusDocument.Link> links = new ArrayList<>();
        if (Files.isReadable(hawtio)) {
            HawtioFiles files = new HawtioFiles(hawtio);
            open.add(files);
            server.mount(HawtioFiles.PATH, files);
            links.add(new StatusDocument.Link("Hawtio", HawtioFiles.PATH + "/"));
        }
        JolokiaHandler jolokia = new JolokiaHandler(new AccessPolicy(operate, AccessPolicy::emptiesQueue));
        open.add(jolokia);
        server.mount(JolokiaHandler.PATH, jolokia, true);
        others.forEach((path, handler) -> {
            server.mount(path, handler);
            links.add(new StatusDocument.Link(path.substring(1), path));
        });
        page = new StatusPage("status", new StatusDocument(run, history, links)::at);
        server.mount("/", page);
        server.everySecond(history::tick);
        server.start();
    }

    private Progress progress() {
        Watched watched = run.watched().get();
        return watched == null ? null : watched.progress().get();
    }

    public URI address() {
        return server.address();
    }

    /** Lets open pages show the end of the run, and releases the port. */
    @Override
    public void close() {
        try {
            letLook();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
        for (AutoCloseable one : open) {
            try {
                one.close();
            } catch (Exception e) {
                // The process ends with it.
            }
        }
    }

    private void letLook() throws InterruptedException {
        long end = System.nanoTime() + LAST_LOOK_MILLIS * 1_000_000;
        long before = page == null ? 0 : page.asked();
        while (page != null && page.isWatched() && page.asked() == before && System.nanoTime() < end) {
            Thread.sleep(20);
        }
    }
}
