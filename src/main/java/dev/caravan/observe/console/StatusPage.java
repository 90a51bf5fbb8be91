package dev.caravan.observe.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.caravan.observe.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Serves the page at / with its style and scripts, and the document that it polls. */
final class StatusPage implements HttpHandler {

    /** The silence after which a page that polls every second counts as closed. */
    private static final long WATCHED_NANOS = 4_000_000_000L;

    private final Map<String, byte[]> files;
    private final String path;
    private final Document document;
    private final AtomicLong times = new AtomicLong();
    private volatile long lastAsked;

    /** The current content of a page as JSON. */
    interface Document {
        /** Returns the content; {@code after} is the number of the last second that the page has, 0 for none. */
        byte[] at(long after) throws IOException;
    }

    /** Creates a page; {@code name} is the start of its file names and document. */
    StatusPage(String name, Document document) {
        this.files = Map.of(
                "/",
                read(name + ".html"),
                "/status.css",
                read("status.css"),
                "/page.js",
                read("page.js"),
                "/" + name + ".js",
                read(name + ".js"));
        this.path = "/" + name + ".json";
        this.document = document;
    }

    private static byte[] read(String name) {
        try (InputStream in = StatusPage.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestURI().getRawPath();
        byte[] file = files.get(asked);
        if (asked.equals(path)) {
            byte[] now = document.at(after(exchange.getRequestURI().getRawQuery()));
            Answer.send(exchange, 200, Answer.JSON, now);
            lastAsked = System.nanoTime();
            times.incrementAndGet();
        } else if (file != null) {
            String type = asked.endsWith(".js") ? "javascript" : asked.endsWith(".css") ? "css" : "html";
            Answer.send(exchange, 200, "text/" + type + "; charset=utf-8", file);
        } else {
            Answer.text(exchange, 404, "There is nothing here.");
        }
    }

    private static long after(String query) {
        return query != null && query.matches("after=\\d{1,18}") ? Long.parseLong(query.substring(6)) : 0;
    }

    long asked() {
        return times.get();
    }

    boolean isWatched() {
        return times.get() > 0 && System.nanoTime() - lastAsked < WATCHED_NANOS;
    }
}
