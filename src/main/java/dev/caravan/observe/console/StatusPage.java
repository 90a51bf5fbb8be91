package dev.caravan.observe.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.caravan.observe.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Serves the page at / with its style and scripts, and the document that it polls. */
final class StatusPage implements HttpHandler {

    /** The silence after which a page that polls every second counts as closed. */
    private static final long WATCHED_NANOS = 4_000_000_000L;

    private final Map<String, Resource> files;
    private final String path;
    private final Document document;
    private final AtomicLong times = new AtomicLong();
    private volatile long lastAsked;

    /** The current content of a page as JSON. */
    interface Document {
        /** Returns the content; {@code after} is the number of the last second that the page has, 0 for none. */
        byte[] at(Instant now, long after) throws IOException;
    }

    /** Creates a page; {@code name} is the start of its file names and document. */
    StatusPage(String name, Document document) {
        String script = "text/javascript; charset=utf-8";
        this.files = Map.of(
                "/",
                Resource.read(name + ".html", "text/html; charset=utf-8"),
                "/status.css",
                Resource.read("status.css", "text/css; charset=utf-8"),
                "/page.js",
                Resource.read("page.js", script),
                "/" + name + ".js",
                Resource.read(name + ".js", script));
        this.path = "/" + name + ".json";
        this.document = document;
    }

    /** A file with its headers. */
    private static final class Resource {

        final String type;
        final byte[] bytes;

        private Resource(String type, byte[] bytes) {
            this.type = type;
            this.bytes = bytes;
        }

        static Resource read(String name, String type) {
            try (InputStream in = StatusPage.class.getResourceAsStream(name)) {
                return new Resource(type, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestURI().getRawPath();
        Resource file = files.get(asked);
        if (asked.equals(path)) {
            byte[] now =
                    document.at(Instant.now(), after(exchange.getRequestURI().getRawQuery()));
            Answer.send(exchange, 200, Answer.JSON, now);
            lastAsked = System.nanoTime();
            times.incrementAndGet();
        } else if (file != null) {
            Answer.send(exchange, 200, file.type, file.bytes);
        } else {
            Answer.text(exchange, 404, "There is nothing here.");
        }
    }

    private static long after(String query) {
        String name = "after=";
        if (query == null || !query.startsWith(name)) {
            return 0;
        }
        try {
            return Long.parseLong(query.substring(name.length()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    long asked() {
        return times.get();
    }

    boolean isWatched() {
        return times.get() > 0 && System.nanoTime() - lastAsked < WATCHED_NANOS;
    }
}
