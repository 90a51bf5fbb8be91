package dev.caravan.observe.meters;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.caravan.observe.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Serves {@code /metrics}. */
public record MetricsHandler(Meters meters) implements HttpHandler {

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        byte[] text = meters.text().getBytes(StandardCharsets.UTF_8);
        Answer.send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", text);
    }
}
