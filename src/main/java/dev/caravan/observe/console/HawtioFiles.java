package dev.caravan.observe.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.caravan.observe.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Serves Hawtio's files from an archive. A path is only looked up among the archive's names, which are read once. */
final class HawtioFiles implements HttpHandler, AutoCloseable {

    static final String PATH = "/hawtio";

    private static final String FOLDER = PATH + "/";
    private static final String START = "index.html";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff", "font/woff"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("ttf", "font/ttf"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    /** Fixed answers to Hawtio: the user, additional plugins, and whether it may connect elsewhere. */
    private static final Map<String, String> ANSWERS =
            Map.of("user", "\"public\"", "plugin", "[]", "proxy/enabled", "false");

    /** Hawtio's content policy; it writes inline styles and evaluates code. */
    private static final String POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:;"
            + " connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private final ZipFile archive;
    private final Map<String, ? extends ZipEntry> files;

    HawtioFiles(Path file) throws IOException {
        archive = new ZipFile(file.toFile());
        files = archive.stream()
                .filter(entry -> !entry.isDirectory())
                .collect(Collectors.toMap(ZipEntry::getName, entry -> entry, (one, again) -> again));
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!path.startsWith(FOLDER)) {
            exchange.getResponseHeaders().set("Location", FOLDER);
            Answer.text(exchange, 302, FOLDER);
            return;
        }
        String name = path.substring(FOLDER.length());
        ZipEntry file = files.get(name);
        if (ANSWERS.containsKey(name)) {
            Answer.send(exchange, 200, Answer.JSON, ANSWERS.get(name).getBytes(StandardCharsets.UTF_8));
        } else if (file != null) {
            send(exchange, file);
        } else if (isPage(exchange, name)) {
            send(exchange, files.get(START));
        } else {
            Answer.text(exchange, 404, "Hawtio has no such file.");
        }
    }

    /** Returns whether the path is a client-side route of Hawtio, which starts with its start page. */
    private static boolean isPage(HttpExchange exchange, String name) {
        String accepted = String.valueOf(exchange.getRequestHeaders().getFirst("Accept"));
        return name.isEmpty() || (name.indexOf('.', name.lastIndexOf('/') + 1) < 0 && accepted.contains("text/html"));
    }

    private void send(HttpExchange exchange, ZipEntry file) throws IOException {
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        if (file.getName().startsWith("static/")) {
            // Their names change with their content.
            exchange.getResponseHeaders().set("Cache-Control", "private, max-age=86400, immutable");
        }
        byte[] bytes;
        synchronized (archive) {
            try (InputStream in = archive.getInputStream(file)) {
                bytes = in.readAllBytes();
            }
        }
        String accepted = String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding"));
        if (bytes.length > 4096 && accepted.contains("gzip")) {
            // The console is looked at through tunnels too.
            bytes = compressed(bytes);
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        Answer.send(exchange, 200, type(file.getName()), bytes);
    }

    private static byte[] compressed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 3);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static String type(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(ending, "application/octet-stream");
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
