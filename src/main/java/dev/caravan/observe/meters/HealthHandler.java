package dev.caravan.observe.meters;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.caravan.observe.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Serves {@code /health}, {@code /health/live} and {@code /health/ready}: 200 if healthy, else 503 with reasons. */
public record HealthHandler(Health health) implements HttpHandler {

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            switch (exchange.getRequestURI().getPath()) {
                case "/health" -> send(exchange, health.all());
                case "/health/live" -> send(exchange, health.live());
                case "/health/ready" -> send(exchange, health.ready());
                default -> Answer.text(exchange, 404, "no such page");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    private static void send(HttpExchange exchange, Health.Report report) throws IOException {
        Answer.send(
                exchange, report.up() ? 200 : 503, Answer.JSON, report.json().getBytes(StandardCharsets.UTF_8));
    }
}
