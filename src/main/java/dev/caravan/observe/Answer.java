package dev.caravan.observe;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Sends an HTTP answer, without the body for HEAD. */
public final class Answer {

    public static final String JSON = "application/json; charset=utf-8";

    private static final int PIECE = 64 * 1024;

    private Answer() {}

    public static void text(HttpExchange exchange, int status, String line) throws IOException {
        send(exchange, status, "text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                // Java's server makes a copy of what is written at once.
                for (int from = 0; from < body.length; from += PIECE) {
                    out.write(body, from, Math.min(PIECE, body.length - from));
                }
            }
        }
        exchange.close();
    }
}
